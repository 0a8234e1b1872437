package io.yaim.check;

/// An option of a check that cannot be used: its key, what was found, and what was expected.
public final class InvalidOptionException extends Exception {

    private static final long serialVersionUID = 1;

    private final String key;
    private final String found;
    private final String expected;

    /// @param key the key without the type prefix
    /// @param found what was found, for people; never the value of a secret
    public InvalidOptionException(String key, String found, String expected) {
        super(key + ": found " + found + ", expected " + expected);
        this.key = key;
        this.found = found;
        this.expected = expected;
    }

    public String key() {
        return key;
    }

    public String found() {
        return found;
    }

    public String expected() {
        return expected;
    }
}
