package io.yaim.lab;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A file system in a file, mounted over a folder, whose writes can be made to wait (fsfreeze(8)), as they
/// do on a disk that hangs. Needs root and a free loop device.
public final class StallableDisk implements Closeable {

    private static final long SIZE = 512L << 20; // sparse; etcd's write-ahead log comes in pieces of 64 MB
    private static final Duration SLACK = Duration.ofSeconds(10);

    private final Path folder;
    private final Path image;

    /// Mounts the disk over the folder, with all that is in it. No program may use the folder meanwhile.
    public StallableDisk(Path folder) throws IOException {
        this.folder = folder;
        // named so that deploy/lib.sh knows whose it was
        image = folder.resolveSibling("disk-" + ProcessHandle.current().pid());
        Path before = folder.resolveSibling("before");
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SIZE);
        }
        Shell.run("mkfs.ext4", "-q", image.toString());
        Files.move(folder, before);
        Files.createDirectory(folder);
        Shell.run("mount", "-o", "loop", image.toString(), folder.toString());
        Shell.run("cp", "-a", before + "/.", folder.toString());
        Shell.run("rm", "-r", before.toString());
    }

    /// Blocks every write for this time. Another process ends that, in a session of its own, even if this process
    /// dies. Nothing can be killed or unmounted that waits for a frozen disk.
    public void stall(Duration time) throws IOException {
        String script = "fsfreeze --freeze \"$1\" && sleep \"$2\"; fsfreeze --unfreeze \"$1\"";
        String seconds = Double.toString(time.toMillis() / 1000.0);
        Shell.run(
                time.plus(SLACK), List.of("setsid", "--wait", "sh", "-c", script, "stall", folder.toString(), seconds));
    }

    /// Unmounts the disk and deletes its data. The folder is empty then.
    @Override
    public void close() throws IOException {
        Shell.run("umount", folder.toString());
        Files.delete(image);
    }
}
