package io.yaim.store.multicast.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupMessageCodecTest {

    private final GroupMessageCodec codec = new GroupMessageCodec();

    static List<GroupMessage> notes() {
        return GroupMessageTargets.messages();
    }

    @ParameterizedTest
    @MethodSource("notes")
    void eachNoteIsReadAsItWasWritten(GroupMessage groupMessage) throws Exception {
        assertThat(codec.decode(codec.encode(groupMessage))).isEqualTo(groupMessage);
    }

    @ParameterizedTest
    @MethodSource("notes")
    void whatIsCutOffIsNoNote(GroupMessage groupMessage) {
        byte[] bytes = codec.encode(groupMessage);
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> codec.decode(part)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anotherVersionIsNotUnderstood() {
        byte[] bytes = codec.encode(GroupMessageTargets.messages().getFirst());
        bytes[3]++;
        assertThatThrownBy(() -> codec.decode(bytes)).hasMessage("another version");
    }
}
