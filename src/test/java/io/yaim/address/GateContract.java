package io.yaim.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Binding;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The contract of every implementation of [Addresses] with the gate as expiry guard.
public interface GateContract {

    VirtualIp IP = VirtualIp.parse("10.77.0.5");
    VirtualIp OTHER_IP = VirtualIp.parse("10.77.0.6");
    VirtualIp IP_V6 = VirtualIp.parse("fd77::5");
    Duration LONG = Duration.ofMinutes(1);

    /// A host with one link that is up, with the gate as expiry guard, and a neighbour.
    interface Site {

        Addresses addresses();

        /// The next process on the same host after this one was killed.
        Addresses successor() throws Exception;

        String link();

        void bindAsAnother(VirtualIp ip) throws Exception;

        /// Whether the neighbour's request for the address is answered.
        boolean answers(VirtualIp ip) throws Exception;

        void pass(Duration time) throws InterruptedException;
    }

    /// The site of this test.
    Site gated();

    @Test
    default void boundAddressesAreSilentUntilTheGateIsOpened() throws Exception {
        bind(IP, IP_V6);
        assertSilent(IP, IP_V6);

        gated().addresses().openGate(LONG);
        assertAnswers(IP, IP_V6);
    }

    @Test
    default void addressesBoundAfterTheOpeningAnswerAsWell() throws Exception {
        gated().addresses().openGate(LONG);

        bind(IP, IP_V6);

        assertAnswers(IP, IP_V6);
    }

    @Test
    default void addressesAreSilentAfterTheTimeAndAnswerAfterTheNextOpening() throws Exception {
        bind(IP, IP_V6);
        gated().addresses().openGate(Duration.ofMillis(50));

        gated().pass(Duration.ofMillis(100));
        assertSilent(IP, IP_V6);
        assertThat(gated().addresses().readHost().ours()).hasSize(2);

        gated().addresses().openGate(LONG);
        assertAnswers(IP, IP_V6);
    }

    @Test
    default void aLaterOpeningCountsEvenIfItIsShorter() throws Exception {
        bind(IP, IP_V6);
        gated().addresses().openGate(LONG);
        gated().addresses().openGate(Duration.ZERO);

        assertSilent(IP, IP_V6);
    }

    @Test
    default void addressesOfOtherProgramsAreNotInTheGate() throws Exception {
        bind(IP);
        gated().bindAsAnother(OTHER_IP);

        assertAnswers(OTHER_IP);
        assertSilent(IP);
    }

    @Test
    default void aDroppedAddressIsRemovedFromTheGate() throws Exception {
        bind(IP);
        gated().addresses().drop(gated().addresses().readHost().ours());
        gated().addresses().readHost();

        gated().bindAsAnother(IP);

        assertAnswers(IP);
    }

    @Test
    default void addressesOfAPredecessorAreSilentUntilTheSuccessorOpensTheGate() throws Exception {
        bind(IP, IP_V6);

        Addresses successor = gated().successor();
        assertSilent(IP, IP_V6);

        successor.openGate(LONG);
        assertAnswers(IP, IP_V6);
    }

    private void bind(VirtualIp... ips) throws Exception {
        assertThat(gated().addresses()
                        .bind(List.of(ips).stream().map(this::binding).toList(), 60))
                .isEmpty();
    }

    private Binding binding(VirtualIp ip) {
        return new Binding(ip, gated().link(), ip.hostPrefix(), Optional.empty());
    }

    private void assertSilent(VirtualIp... ips) throws Exception {
        for (VirtualIp ip : ips) {
            assertThat(gated().answers(ip)).as("whether %s answers", ip).isFalse();
        }
    }

    private void assertAnswers(VirtualIp... ips) throws Exception {
        for (VirtualIp ip : ips) {
            assertThat(gated().answers(ip)).as("whether %s answers", ip).isTrue();
        }
    }
}
