package io.yaim.cli.output;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The options that say in which form a command shows what it found.
public final class OutputOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            converter = Formats.class,
            description = "Show it as table (for people; the default), json or yaml.")
    private CliOutput.Format format = CliOutput.Format.TABLE;

    public CliOutput.Format format() {
        return format;
    }

    public CliOutput open(PrintWriter out) {
        return new CliOutput(out, format, Terminal.of(System.getenv()));
    }

    /// Formats as people write them, in any case.
    static final class Formats implements ITypeConverter<CliOutput.Format> {

        @Override
        public CliOutput.Format convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "table" -> CliOutput.Format.TABLE;
                case "json" -> CliOutput.Format.JSON;
                case "yaml" -> CliOutput.Format.YAML;
                default -> throw new TypeConversionException("expected table, json or yaml, found " + value);
            };
        }
    }
}
