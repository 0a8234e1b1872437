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
    private Output.Format format = Output.Format.TABLE;

    public Output.Format format() {
        return format;
    }

    public Output on(PrintWriter out) {
        return new Output(out, format, Terminal.of(System.getenv()));
    }

    /// Formats as people write them, in any case.
    static final class Formats implements ITypeConverter<Output.Format> {

        @Override
        public Output.Format convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "table" -> Output.Format.TABLE;
                case "json" -> Output.Format.JSON;
                case "yaml" -> Output.Format.YAML;
                default -> throw new TypeConversionException("expected table, json or yaml, found " + value);
            };
        }
    }
}
