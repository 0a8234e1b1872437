package io.yaim.setting;

/// A text that must not be in a message or in the log.
public record Secret(String value) {

    @Override
    public String toString() {
        return "***";
    }
}
