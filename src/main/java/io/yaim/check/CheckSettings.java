package io.yaim.check;

import io.yaim.tls.TlsMaterial;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// The settings of one check.
///
/// Options are strings, numbers, booleans, lists and maps, as in the file. Their keys have no type prefix. An empty
/// text counts as absent, as in the original yaim.
///
/// @param name 1 to 63 letters, digits, dots, underscores or hyphens
public record CheckSettings(String name, String type, Pace pace, Map<String, Object> options) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,63}");

    /// @throws IllegalArgumentException the name does not have the required form
    public CheckSettings {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name: expected 1 to 63 of A-Z a-z 0-9 . _ - as a check's name");
        }
        options = Map.copyOf(options);
    }

    /// The value of a text, file or secret option. If it is absent, the default.
    ///
    /// @throws InvalidOptionException the value is a list or a map
    public Optional<String> text(Option option) throws InvalidOptionException {
        Optional<Object> value = value(option);
        if (value.isEmpty()) {
            return option.standard();
        }
        return switch (value.get()) {
            case String text -> Optional.of(text);
            case Number number -> Optional.of(number.toString());
            case Boolean bool -> Optional.of(bool.toString());
            case Object other -> throw invalid(option, kindOf(other), "text");
        };
    }

    /// The value of a required text, file or secret option.
    ///
    /// @throws InvalidOptionException it is absent, or a list or a map
    public String required(Option option) throws InvalidOptionException {
        return text(option).orElseThrow(() -> invalid(option, "nothing", option.description()));
    }

    /// The value of an option that is a whole number from `least` to `most`.
    ///
    /// @throws InvalidOptionException it is not such a number
    public OptionalInt integer(Option option, int least, int most) throws InvalidOptionException {
        Optional<String> text = text(option);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        String expected = "a whole number from " + least + " to " + most;
        try {
            int value = Integer.parseInt(text.get().strip());
            if (value < least || value > most) {
                throw invalid(option, displayed(option, text.get()), expected);
            }
            return OptionalInt.of(value);
        } catch (NumberFormatException e) {
            throw invalid(option, displayed(option, text.get()), expected);
        }
    }

    /// The value of an option that names a file.
    ///
    /// @throws InvalidOptionException the file cannot be read now
    public Optional<Path> file(Option option) throws InvalidOptionException {
        Optional<String> text = text(option);
        if (text.isPresent() && !isReadable(text.get())) {
            throw invalid(option, displayed(option, text.get()), "a file that can be read");
        }
        return text.map(Path::of);
    }

    /// The certificate and its key that two options name: both, or none.
    ///
    /// @throws InvalidOptionException only one is set, or a file cannot be read now
    public Optional<TlsMaterial.Identity> identity(Option certificates, Option key) throws InvalidOptionException {
        Optional<Path> certificatesFile = file(certificates);
        Optional<Path> keyFile = file(key);
        if (certificatesFile.isPresent() != keyFile.isPresent()) {
            Option missing = certificatesFile.isPresent() ? key : certificates;
            throw invalid(missing, "nothing", certificates.key() + " and " + key.key() + " together");
        }
        return certificatesFile.map(file -> new TlsMaterial.Identity(file, keyFile.orElseThrow()));
    }

    /// Without the values of the options, because they may be secret.
    @Override
    public String toString() {
        return "CheckSettings[name=" + name + ", type=" + type + ", pace=" + pace + ", options=" + options.keySet()
                + "]";
    }

    private static boolean isReadable(String name) {
        try {
            Path file = Path.of(name);
            return Files.isRegularFile(file) && Files.isReadable(file);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private Optional<Object> value(Option option) {
        return options.entrySet().stream()
                .filter(entry -> option.isNamed(entry.getKey(), type))
                .map(Map.Entry<String, Object>::getValue)
                .filter(value -> !"".equals(value))
                .findFirst();
    }

    private static InvalidOptionException invalid(Option option, String found, String expected) {
        return new InvalidOptionException(option.key(), found, expected);
    }

    private static String displayed(Option option, String value) {
        return option.kind() == Option.Kind.SECRET ? "a secret" : "'" + ReasonText.of(value) + "'";
    }

    private static String kindOf(Object value) {
        return switch (value) {
            case Map<?, ?> _ -> "a map";
            case Iterable<?> _ -> "a list";
            default -> value.getClass().getSimpleName();
        };
    }
}
