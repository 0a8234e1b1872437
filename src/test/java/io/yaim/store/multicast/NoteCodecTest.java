package io.yaim.store.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NoteCodecTest {

    private final NoteCodec codec = new NoteCodec();

    static List<Note> notes() {
        return NoteTargets.notes();
    }

    @ParameterizedTest
    @MethodSource("notes")
    void eachNoteIsReadAsItWasWritten(Note note) throws Exception {
        assertThat(codec.decode(codec.encode(note))).isEqualTo(note);
    }

    @ParameterizedTest
    @MethodSource("notes")
    void whatIsCutOffIsNoNote(Note note) {
        byte[] bytes = codec.encode(note);
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> codec.decode(part)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anotherVersionIsNotUnderstood() {
        byte[] bytes = codec.encode(NoteTargets.notes().getFirst());
        bytes[3]++;
        assertThatThrownBy(() -> codec.decode(bytes)).hasMessage("another version");
    }
}
