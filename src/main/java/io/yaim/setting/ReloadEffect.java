package io.yaim.setting;

/// When a changed value of a key takes effect in a running daemon.
public enum ReloadEffect {
    AT_ONCE("at once"),

    /// At once, unless the value does not fit a value that waits for the next start. Then it waits, too.
    IF_IT_FITS("at once, if it fits"),

    NEXT_START("next start");

    private final String shown;

    ReloadEffect(String shown) {
        this.shown = shown;
    }

    /// As the documentation says it.
    public String shown() {
        return shown;
    }
}
