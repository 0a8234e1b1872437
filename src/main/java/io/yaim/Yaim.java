package io.yaim;

/// The program's entry.
public final class Yaim {

    private Yaim() {}

    public static void main(String[] args) {
        System.out.println("yaim " + args.length);
    }
}
