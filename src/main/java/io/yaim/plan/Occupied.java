package io.yaim.plan;

import io.yaim.model.AddressSighting;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Entries whose address is in use by something other than yaim, as the nodes report in their node keys. While one node
/// reports an entry, no node takes it. Its owner, if it has one, keeps it.
///
/// The reports are reasons among others, so nodes of earlier versions report, too.
public final class Occupied {

    private static final String HERE = "already on ";
    private static final String NOT_BY_YAIM = ", and not by yaim";
    private static final String ELSEWHERE = "in use by ";

    private Occupied() {}

    /// The reason of a node on whose interface another program has the address.
    static String here(String interfaceName) {
        return HERE + interfaceName + NOT_BY_YAIM;
    }

    /// The reason of a node whose probe another host has answered.
    static String elsewhere(AddressSighting answer) {
        return ELSEWHERE + answer.senderHardware() + " on " + answer.interfaceName();
    }

    private static boolean isReport(String reason) {
        return (reason.startsWith(HERE) && reason.endsWith(NOT_BY_YAIM)) || reason.startsWith(ELSEWHERE);
    }

    /// The addresses that one of the nodes reports.
    static Set<VirtualIp> ips(Collection<Node> nodes) {
        var ips = new HashSet<VirtualIp>();
        for (Node node : nodes) {
            node.unbindable().forEach((ip, reason) -> {
                if (isReport(reason)) {
                    ips.add(ip);
                }
            });
        }
        return ips;
    }

    /// The entries that have no owner because of this.
    public static long count(View view) {
        return ips(view.nodes().values()).stream()
                .filter(ip -> view.pool().containsKey(ip) && view.owner(ip).isEmpty())
                .count();
    }

    /// What the nodes report about the address.
    public static SortedMap<NodeName, String> reports(View view, VirtualIp ip) {
        var reports = new TreeMap<NodeName, String>();
        for (Node node : view.nodes().values()) {
            Optional.ofNullable(node.unbindable().get(ip))
                    .filter(Occupied::isReport)
                    .ifPresent(reason -> reports.put(node.name(), reason));
        }
        return reports;
    }
}
