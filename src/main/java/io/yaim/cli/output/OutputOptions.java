package io.yaim.cli.output;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The options for the format of the output.
public final class OutputOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            converter = Formats.class,
            description = "The format: table (the default, for people), json or yaml.")
    private CliOutput.Format format = CliOutput.Format.TABLE;

    public CliOutput.Format format() {
        return format;
    }

    public CliOutput open(PrintWriter out) {
        return new CliOutput(out, format, Terminal.of(System.getenv()));
    }

    /// Converts formats as people write them, in upper or lower case.
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
