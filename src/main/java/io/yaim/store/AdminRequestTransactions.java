package io.yaim.store;

import io.yaim.model.AdminRequest;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Converts operator requests to transactions.
public final class AdminRequestTransactions {

    private AdminRequestTransactions() {}

    /// One or several; the request takes effect if one of them does.
    public static List<Transaction> transactions(KeySpace keys, AdminRequest adminRequest) {
        return switch (adminRequest) {
            case AdminRequest.AddEntry(var ip, var options) ->
                one(
                        List.of(new Condition.Absent(keys.entry(ip)), new Condition.Absent(keys.entry(ip) + '/')),
                        put(keys.entry(ip), options));
            case AdminRequest.ChangeEntry(var entry, var options) ->
                one(List.of(new Condition.Present(entry.key())), put(entry.key(), options));
            case AdminRequest.RemoveEntry(var ip) -> remove(keys, ip);
            case AdminRequest.SetWish(var wish) -> one(List.of(), put(key(keys, wish), value(wish)));
            case AdminRequest.MoveEntry(var ip, var target) -> move(keys, ip, target);
            case AdminRequest.WithdrawWish(var wish) ->
                one(List.of(new Condition.Present(key(keys, wish))), new Write.Delete(key(keys, wish)));
        };
    }

    /// The key may end with a slash or not.
    private static List<Transaction> remove(KeySpace keys, VirtualIp ip) {
        return Stream.of(keys.entry(ip), keys.entry(ip) + '/')
                .map(key -> new Transaction(
                        List.of(new Condition.Present(key)),
                        List.of(new Write.Delete(key), new Write.Delete(keys.pin(ip)))))
                .toList();
    }

    /// The node key names the lease that the pin hangs on. It is compared, so that the lease is the present one.
    private static List<Transaction> move(KeySpace keys, VirtualIp ip, Node target) {
        return one(
                List.of(new Condition.AtRevision(keys.node(target.name()), target.revision())),
                new Write.Put(keys.pin(ip), target.name().value(), Optional.of(target.lease())));
    }

    private static String key(KeySpace keys, Wish wish) {
        return switch (wish) {
            case Wish.Drain(NodeName node) -> keys.drain(node);
            case Wish.Pin(VirtualIp ip, NodeName _) -> keys.pin(ip);
            case Wish.Pause() -> keys.pause();
        };
    }

    private static String value(Wish wish) {
        return wish instanceof Wish.Pin(VirtualIp _, NodeName node) ? node.value() : "";
    }

    private static Write put(String key, String value) {
        return new Write.Put(key, value, Optional.empty());
    }

    private static List<Transaction> one(List<Condition> conditions, Write write) {
        return List.of(new Transaction(conditions, List.of(write)));
    }
}
