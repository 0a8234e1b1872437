package io.yaim.address.netlink;

import java.io.IOException;

/// Opens the addresses and prints why that failed, if it did. A test runs it as a separate process.
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
