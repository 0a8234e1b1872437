package io.yaim.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.NodeName;
import org.junit.jupiter.api.Test;

final class ApiServersTest {

    @Test
    void aNodeMayBeCalledLocalhost() {
        assertThat(ApiServers.hostNames(new NodeName("localhost"))).containsExactly("localhost");
        assertThat(ApiServers.hostNames(new NodeName("Node1"))).containsExactly("localhost", "node1");
    }
}
