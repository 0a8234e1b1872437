package io.yaim.config.reload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// The content of a file when it was read, only for comparison. Shows nothing of it.
public record FileContent(Optional<ByteBuffer> bytes) {

    /// Of a longer file, only the beginning is compared.
    static final int LONGEST = 1 << 20;

    /// Without bytes if there is no such file, or if it cannot be read.
    public static FileContent of(String name) {
        try {
            Path file = Path.of(name);
            if (Files.isRegularFile(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    return new FileContent(
                            Optional.of(ByteBuffer.wrap(in.readNBytes(LONGEST)).asReadOnlyBuffer()));
                }
            }
            return new FileContent(Optional.empty());
        } catch (InvalidPathException | IOException e) {
            return new FileContent(Optional.empty());
        }
    }

    @Override
    public String toString() {
        return bytes.map(content -> content.remaining() + " bytes").orElse("nothing");
    }
}
