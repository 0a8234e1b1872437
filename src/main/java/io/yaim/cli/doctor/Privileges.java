package io.yaim.cli.doctor;

import io.yaim.model.Finding;
import java.util.List;

/// The privileges of this process.
///
/// @param user the number of its user
/// @param capabilities CapEff of proc_pid_status(5): one bit for each capability
record Privileges(int user, long capabilities) {

    static final String TOPIC = "privileges";

    private static final int CAP_NET_ADMIN = 12; // include/uapi/linux/capability.h
    private static final int CAP_NET_RAW = 13;

    List<Finding> findings() {
        boolean mayBind = has(CAP_NET_ADMIN);
        boolean mayAnnounce = has(CAP_NET_RAW);
        String who = user == 0 ? "root" : "user " + user;
        if (mayBind && mayAnnounce) {
            return List.of(Finding.ok(TOPIC, who + " has CAP_NET_ADMIN and CAP_NET_RAW"));
        }
        String missing = mayAnnounce
                ? "CAP_NET_ADMIN (to bind addresses)"
                : mayBind
                        ? "CAP_NET_RAW (to announce addresses)"
                        : "CAP_NET_ADMIN (to bind addresses) and CAP_NET_RAW (to announce them)";
        return List.of(Finding.problem(
                TOPIC,
                who + " does not have " + missing,
                user == 0
                        ? "give the container or the service both: AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW"
                        : "use sudo yaim doctor; in the service set AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW"));
    }

    private boolean has(int capability) {
        return (capabilities >>> capability & 1) == 1;
    }
}
