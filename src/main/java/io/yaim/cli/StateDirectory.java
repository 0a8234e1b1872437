package io.yaim.cli;

import io.yaim.loop.LeaseRecord;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/// What this host remembers of its node: locks that only one daemon holds, and the lease that it held last. They lie
/// where a reboot clears them; the boot id guards against a place where it does not.
///
/// One lock is the node's, the other that of the network namespace: two daemons with the same interfaces would each
/// take the other's addresses for leftovers of its own.
final class StateDirectory implements AutoCloseable, LeaseRecord {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private static final Path NETWORK = Path.of("/proc/self/ns/net");
    private static final Pattern NOT_A_DIGIT = Pattern.compile("[^0-9]");

    private final Path record;
    private final Incarnation incarnation;
    private final String bootId;
    private final FileChannel node;
    private final FileChannel network;

    private StateDirectory(Path record, Incarnation incarnation, String bootId, FileChannel node, FileChannel network) {
        this.record = record;
        this.incarnation = incarnation;
        this.bootId = bootId;
        this.node = node;
        this.network = network;
    }

    /// Takes the locks of this node and of the network namespace.
    ///
    /// @throws IOException another daemon holds it, or the directory cannot be written
    @SuppressWarnings("resource") // the channels are closed with this
    static StateDirectory open(Path directory, NodeName name, Incarnation incarnation) throws IOException {
        Files.createDirectories(directory);
        String bootId = Files.readString(BOOT_ID).strip();
        FileChannel node = lock(directory.resolve(name + ".lock"), "as " + name);
        FileChannel network;
        try {
            network = lock(directory.resolve("network:" + networkId() + ".lock"), "on the same interfaces");
        } catch (IOException e) {
            node.close();
            throw e;
        }
        return new StateDirectory(directory.resolve(name + ".lease"), incarnation, bootId, node, network);
    }

    /// The number in what the link says, such as `net:[4026531840]`.
    private static String networkId() throws IOException {
        return NOT_A_DIGIT.matcher(Files.readSymbolicLink(NETWORK).toString()).replaceAll("");
    }

    private static FileChannel lock(Path file, String what) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel).isEmpty()) {
            channel.close();
            throw new IOException("another yaim runs here " + what + " (it holds the lock " + file + ")");
        }
        return channel;
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    /// The lease of the daemon that ran here before, in this boot, and did not end it.
    Optional<LeaseId> former() throws IOException {
        if (!Files.exists(record)) {
            return Optional.empty();
        }
        var read = new Properties();
        try (Reader reader = Files.newBufferedReader(record)) {
            read.load(reader);
        }
        if (!bootId.equals(read.getProperty("boot-id"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LeaseId(Long.parseUnsignedLong(read.getProperty("lease", ""), 16)));
        } catch (IllegalArgumentException e) {
            throw new IOException(record + ": expected the id of a lease in hexadecimal digits", e);
        }
    }

    @Override
    public void note(LeaseId lease) throws IOException {
        var written = new Properties();
        written.setProperty("boot-id", bootId);
        written.setProperty("incarnation", incarnation.value());
        written.setProperty("lease", lease.toString());
        Path fresh = record.resolveSibling(record.getFileName() + ".new");
        try (Writer writer = Files.newBufferedWriter(fresh)) {
            written.store(writer, null);
        }
        Files.move(fresh, record, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        try (node;
                network) {
            // closes both, the last named first
        }
    }
}
