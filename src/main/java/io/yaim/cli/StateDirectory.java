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

/// What this host remembers of its node: a lock that only one daemon holds, and the lease that it held last. Both lie
/// where a reboot clears them; the boot id guards against a place where it does not.
final class StateDirectory implements AutoCloseable, LeaseRecord {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path record;
    private final Incarnation incarnation;
    private final String bootId;
    private final FileChannel channel;

    private StateDirectory(Path record, Incarnation incarnation, String bootId, FileChannel channel) {
        this.record = record;
        this.incarnation = incarnation;
        this.bootId = bootId;
        this.channel = channel;
    }

    /// Takes the lock of this node.
    ///
    /// @throws IOException another daemon holds it, or the directory cannot be written
    @SuppressWarnings("resource") // the channel is closed with this
    static StateDirectory open(Path directory, NodeName node, Incarnation incarnation) throws IOException {
        Files.createDirectories(directory);
        Path lockFile = directory.resolve(node + ".lock");
        FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Optional<FileLock> lock = tryLock(channel);
        if (lock.isEmpty()) {
            channel.close();
            throw new IOException("another yaim runs here as " + node + " (it holds the lock " + lockFile + ")");
        }
        String bootId = Files.readString(BOOT_ID).strip();
        return new StateDirectory(directory.resolve(node + ".lease"), incarnation, bootId, channel);
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
        channel.close();
    }
}
