package io.yaim.address.netlink;

import java.io.IOException;

/// Opens the addresses and prints why that failed, if it did; for a test to start in a process of its own.
public final class OpenAndReport {

    private OpenAndReport() {}

    public static void main(String[] args) {
        try (var _ = NetlinkAddresses.open(() -> {})) {
            System.out.println("opened");
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }
}
