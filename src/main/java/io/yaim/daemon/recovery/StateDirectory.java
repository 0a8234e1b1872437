package io.yaim.daemon.recovery;

import io.yaim.model.NodeName;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/// The state of a node on this host: locks, which only one process holds, a daemon or the cleanup after it, and the
/// record of the node's last incarnation. A reboot normally clears the directory. The boot id protects where it does
/// not.
///
/// One lock is for the node, the other for the network namespace: each of two daemons with the same interfaces would
/// treat the other's addresses as its own leftovers.
public final class StateDirectory implements AutoCloseable, Cleanup.RecordStorage {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private static final Path NETWORK = Path.of("/proc/self/ns/net");
    private static final Pattern NOT_A_DIGIT = Pattern.compile("[^0-9]");
    private static final String BOOT_ID_KEY = "boot-id";
    private static final long RETRY_MILLIS = 10;

    private final Path recordFile;
    private final String bootId;
    private final String networkId;
    private final FileChannel nodeLock;
    private final FileChannel network;

    private StateDirectory(Path file, String bootId, String networkId, FileChannel node, FileChannel network) {
        this.recordFile = file;
        this.bootId = bootId;
        this.networkId = networkId;
        this.nodeLock = node;
        this.network = network;
    }

    /// Takes the locks of this node and of the network namespace.
    ///
    /// @param timeout how long to wait for each of them
    /// @throws LockedException another process holds it
    /// @throws IOException the directory cannot be written; the message names the file and the reason
    public static StateDirectory open(Path directory, NodeName name, Duration timeout) throws IOException {
        try {
            return tryOpen(directory, name, timeout);
        } catch (LockedException e) {
            throw e;
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    @SuppressWarnings("resource") // the channels are closed with this
    private static StateDirectory tryOpen(Path directory, NodeName name, Duration timeout) throws IOException {
        Files.createDirectories(directory);
        String bootId = Files.readString(BOOT_ID).strip();
        String networkId = NOT_A_DIGIT
                .matcher(Files.readSymbolicLink(NETWORK).toString()) // such as `net:[4026531840]`
                .replaceAll("");
        FileChannel node = lock(directory.resolve(name + ".lock"), "as " + name, timeout);
        FileChannel network;
        try {
            network = lock(directory.resolve("network:" + networkId + ".lock"), "on the same interfaces", timeout);
        } catch (IOException e) {
            node.close();
            throw e;
        }
        return new StateDirectory(directory.resolve(name + ".lease"), bootId, networkId, node, network);
    }

    private static FileChannel lock(Path file, String what, Duration timeout) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long end = System.nanoTime() + timeout.toNanos();
        while (tryLock(channel).isEmpty()) {
            if (System.nanoTime() >= end) {
                channel.close();
                throw new LockedException("another yaim runs here " + what + " (it holds the lock " + file + ")");
            }
            pause();
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

    private static void pause() throws IOException {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a lock", e);
        }
    }

    /// Says that this is about the directory, and not about the store. Some exceptions of the JDK name only the file.
    private static IOException unusable(Path file, IOException cause) {
        String reason = switch (cause) {
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileAlreadyExistsException existing -> existing.getFile() + ": is no directory";
            default -> String.valueOf(cause.getMessage());
        };
        return new IOException("state-dir: cannot write %s: %s".formatted(file, reason), cause);
    }

    /// Returns the number of this process's network namespace.
    public String network() {
        return networkId;
    }

    /// Returns the record of the last incarnation of this node since the last boot.
    @Override
    public Optional<IncarnationRecord> read() throws IOException {
        if (!Files.exists(recordFile)) {
            return Optional.empty();
        }
        var read = new Properties();
        try (Reader reader = Files.newBufferedReader(recordFile)) {
            read.load(reader);
            return bootId.equals(read.getProperty(BOOT_ID_KEY))
                    ? Optional.of(IncarnationRecord.fromProperties(read))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IOException(recordFile + ": expected the record of an incarnation: " + e.getMessage(), e);
        }
    }

    @Override
    public void write(IncarnationRecord record) throws IOException {
        Properties written = record.toProperties();
        written.setProperty(BOOT_ID_KEY, bootId);
        Path fresh = recordFile.resolveSibling(recordFile.getFileName() + ".new");
        try {
            try (Writer writer = Files.newBufferedWriter(fresh)) {
                written.store(writer, null);
            }
            Files.move(fresh, recordFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unusable(recordFile, e);
        }
    }

    @Override
    public void close() throws IOException {
        try (nodeLock;
                network) {
            // closes both, the last one first
        }
    }
}
