package io.yaim.fuzz;

import java.util.List;
import java.util.Random;
import java.util.function.Function;

/// Makes inputs from valid ones: cut, doubled, spliced, with dangerous texts inserted. Some are random from the
/// start, or very long.
public final class Mutator implements Function<Random, String> {

    private static final int MOST_CHANGES = 6;
    private static final int LONGEST_PART = 40;
    private static final int MOST_REPEATS = 3000;

    /// One input in this many is long.
    private static final int LONG = 100;

    private static final List<String> NUMBERS = List.of(
            "-1",
            "0",
            "00",
            "256",
            "65536",
            "2147483648",
            "-9223372036854775809",
            "1e999",
            "0x7fffffff",
            "9".repeat(40),
            "\u0663");

    private final List<String> valid;
    private final List<String> snippets;
    private final List<String> numbers;
    private final String alphabet;
    private final int longest;

    private Mutator(List<String> valid, List<String> snippets, String alphabet, int longest) {
        this.valid = List.copyOf(valid);
        this.snippets = List.copyOf(snippets);
        this.alphabet = alphabet;
        this.longest = longest;
        this.numbers = NUMBERS.stream()
                .filter(number -> number.chars().allMatch(digit -> alphabet.indexOf(digit) >= 0))
                .toList();
    }

    /// Makes texts.
    ///
    /// @param snippets texts that have a meaning for the parser
    /// @param longest in characters
    public static Mutator ofTexts(List<String> valid, List<String> snippets, int longest) {
        var alphabet =
                new StringBuilder("\u0000\u001b\u007f\u0085\u00e4\u200b\u202e\u2028\ud83d\ude00\ufeff\uffff\u0663");
        for (char letter = '\t'; letter <= '~'; letter = letter == '\n' ? ' ' : (char) (letter + 1)) {
            alphabet.append(letter);
        }
        return new Mutator(valid, snippets, alphabet.toString(), longest);
    }

    /// Makes bytes, as [Target] has them.
    public static Mutator ofBytes(List<String> valid, List<String> snippets, int longest) {
        var alphabet = new StringBuilder();
        for (char octet = 0; octet <= 0xff; octet++) {
            alphabet.append(octet);
        }
        return new Mutator(valid, snippets, alphabet.toString(), longest);
    }

    @Override
    public String apply(Random random) {
        if (random.nextInt(20) == 0) {
            return garbage(random, random.nextInt(200));
        }
        var text = new StringBuilder(one(valid, random));
        for (int changes = random.nextInt(MOST_CHANGES + 1); changes > 0; changes--) {
            change(text, random);
        }
        if (random.nextInt(LONG) == 0) {
            text.insert(random.nextInt(text.length() + 1), part(random).repeat(1 + random.nextInt(MOST_REPEATS)));
        }
        text.setLength(Math.min(text.length(), longest));
        return text.toString();
    }

    private void change(StringBuilder text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(LONGEST_PART));
        switch (random.nextInt(8)) {
            case 0 -> text.delete(at, end);
            case 1 -> text.insert(at, part(random));
            case 2 -> text.replace(at, end, part(random));
            case 3 -> text.insert(at, text.substring(at, end));
            case 4 -> text.replace(at, text.length(), tail(one(valid, random), random));
            case 5 -> replaceNumber(text, at, random);
            case 6 -> text.setLength(at);
            default -> text.replace(at, Math.min(text.length(), at + 1), garbage(random, 1));
        }
    }

    private String part(Random random) {
        return snippets.isEmpty() || random.nextInt(3) == 0
                ? garbage(random, 1 + random.nextInt(4))
                : one(snippets, random);
    }

    private void replaceNumber(StringBuilder text, int from, Random random) {
        int start = from;
        while (start < text.length() && !Character.isDigit(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        text.replace(start, end, one(numbers, random));
    }

    private static String tail(String text, Random random) {
        return text.substring(random.nextInt(text.length() + 1));
    }

    private String garbage(Random random, int length) {
        var garbage = new StringBuilder();
        for (int i = 0; i < length; i++) {
            garbage.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return garbage.toString();
    }

    private static String one(List<String> texts, Random random) {
        return texts.get(random.nextInt(texts.size()));
    }
}
