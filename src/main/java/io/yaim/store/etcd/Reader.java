package io.yaim.store.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import io.yaim.model.LeaseId;
import io.yaim.store.KeySpace;
import io.yaim.store.Stored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Reads all keys of yaim at one revision: linearizable, and in pages, the later ones at the revision of the first.
final class Reader {

    private static final int PAGE = 5000;

    private final KeySpace keys;
    private final Connection connection;
    private final Baseline baseline;

    Reader(KeySpace keys, Connection connection, Baseline baseline) {
        this.keys = keys;
        this.connection = connection;
        this.baseline = baseline;
    }

    Image read(Deadline deadline) throws IOException {
        GetResponse page = ask(deadline, bytes(keys.prefix()), PAGE, 0);
        baseline.check(page.getHeader());
        long revision = page.getHeader().getRevision();
        var image = new Image(keys, revision);
        page.getKvs().forEach(kv -> image.put(stored(kv)));
        while (page.isMore()) {
            if (image.size() > Image.MOST_KEYS) {
                throw new IOException("more than " + Image.MOST_KEYS + " keys below " + keys.prefix());
            }
            page = ask(deadline, after(page.getKvs()), PAGE, revision);
            page.getKvs().forEach(kv -> image.put(stored(kv)));
        }
        return image;
    }

    /// Lets the whole cluster say at which revision it is.
    void checkRevision(Deadline deadline) throws IOException {
        baseline.check(ask(deadline, bytes(keys.prefix()), 1, 0).getHeader());
    }

    static Stored stored(KeyValue kv) {
        return new Stored(
                key(kv),
                kv.getValue().toString(StandardCharsets.UTF_8),
                kv.getModRevision(),
                kv.getLease() == 0 ? Optional.empty() : Optional.of(new LeaseId(kv.getLease())));
    }

    /// Byte by byte, so that no two keys become one; yaim's own are ASCII.
    static String key(KeyValue kv) {
        return kv.getKey().toString(StandardCharsets.ISO_8859_1);
    }

    static ByteSequence bytes(String key) {
        return ByteSequence.from(key, StandardCharsets.ISO_8859_1);
    }

    /// The first key that does not begin with the prefix: `0` follows the closing slash in ASCII.
    static ByteSequence end(KeySpace keys) {
        String prefix = keys.prefix();
        return bytes(prefix.substring(0, prefix.length() - 1) + '0');
    }

    private GetResponse ask(Deadline deadline, ByteSequence from, int limit, long revision) throws IOException {
        GetOption option = GetOption.builder()
                .withRange(end(keys))
                .withLimit(limit)
                .withRevision(revision)
                .build();
        return connection.ask(
                "read",
                deadline,
                Connection.Repeat.YES,
                client -> client.getKVClient().get(from, option));
    }

    private static ByteSequence after(List<KeyValue> page) {
        return bytes(key(page.getLast()) + '\0');
    }
}
