package io.yaim.cli.doctor;

import io.yaim.model.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Other programs that add and remove addresses of interfaces.
///
/// @param running the short names of all processes, with their command lines
/// @param networkManager the text of NetworkManager's configuration
/// @param networkFiles the files of systemd-networkd, by path
/// @param dhcpcd the text of dhcpcd.conf
record OtherAddressManagers(
        String interfaceName,
        Map<String, String> running,
        String networkManager,
        Map<String, String> networkFiles,
        String dhcpcd) {

    static final String TOPIC = "other address managers";

    private static final Pattern KEEPS = Pattern.compile("(?mi)^\\s*KeepConfiguration\\s*=\\s*(yes|true|static)\\s*$");
    private static final Pattern NAMES = Pattern.compile("(?m)^\\s*Name\\s*=\\s*(.+)$");

    OtherAddressManagers {
        running = Map.copyOf(running);
        networkFiles = Map.copyOf(networkFiles);
    }

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        networkManager(findings);
        networkd(findings);
        dhcp(findings);
        if (findings.isEmpty()) {
            findings.add(Finding.ok(TOPIC, "no program found that removes addresses from " + interfaceName));
        }
        return findings;
    }

    private void networkManager(List<Finding> findings) {
        if (!running.containsKey("NetworkManager")) {
            return;
        }
        boolean isLeftAlone = networkManager
                .lines()
                .map(String::strip)
                .anyMatch(line -> line.startsWith("unmanaged-devices") && namesInterface(line));
        findings.add(
                isLeftAlone
                        ? Finding.ok(TOPIC, "NetworkManager runs and leaves " + interfaceName + " alone")
                        : Finding.warning(
                                TOPIC,
                                "NetworkManager runs: it removes yaim's addresses from " + interfaceName
                                        + " whenever it activates a connection there; yaim binds them again",
                                "printf '[keyfile]\\nunmanaged-devices=interface-name:" + interfaceName
                                        + "\\n' > /etc/NetworkManager/conf.d/yaim.conf && systemctl reload"
                                        + " NetworkManager, if something else configures " + interfaceName));
    }

    private boolean namesInterface(String line) {
        return line.contains("interface-name:" + interfaceName) || line.endsWith("=*");
    }

    /// The short name is cut to 15 characters (TASK_COMM_LEN of include/linux/sched.h).
    private void networkd(List<Finding> findings) {
        if (!running.containsKey("systemd-network")) {
            return;
        }
        networkFiles.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(file -> matches(file.getValue()))
                .findFirst()
                .filter(file -> !KEEPS.matcher(file.getValue()).find())
                .ifPresent(file -> findings.add(Finding.warning(
                        TOPIC,
                        "systemd-networkd runs and configures " + interfaceName + " by " + file.getKey()
                                + ": when it restarts it removes addresses that it did not add; yaim binds them again",
                        "add KeepConfiguration=static below [Network] in " + file.getKey() + "; networkctl reload")));
    }

    /// Compares with the names in the file, which are shell patterns.
    private boolean matches(String file) {
        var names = NAMES.matcher(file);
        while (names.find()) {
            for (String name : names.group(1).strip().split("\\s+", -1)) {
                String pattern = Pattern.quote(name).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
                if (interfaceName.matches(pattern)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void dhcp(List<Finding> findings) {
        boolean isDenied = dhcpcd.lines()
                .map(String::strip)
                .anyMatch(line -> line.startsWith("denyinterfaces")
                        && List.of(line.split("[\\s,]+", -1)).contains(interfaceName));
        if (running.containsKey("dhcpcd") && !isDenied) {
            findings.add(Finding.warning(
                    TOPIC,
                    "dhcpcd runs: it may remove addresses from " + interfaceName
                            + " when its lease changes or it stops",
                    "echo 'denyinterfaces " + interfaceName + "' >> /etc/dhcpcd.conf, if the address is static"));
        }
        String dhclient = running.getOrDefault("dhclient", "");
        if (List.of(dhclient.split(" ", -1)).contains(interfaceName)) {
            findings.add(Finding.warning(
                    TOPIC,
                    "dhclient runs on " + interfaceName
                            + ": it removes all addresses when its DHCP lease expires; yaim binds its own again",
                    "give " + interfaceName + " a static address"));
        }
    }
}
