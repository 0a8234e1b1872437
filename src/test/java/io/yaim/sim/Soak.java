package io.yaim.sim;

import java.util.Optional;

/// Simulates until it is stopped, or until a schedule fails; deploy/soak runs it. Prints its progress every ten
/// seconds.
public final class Soak {

    private static final long PROGRESS_PERIOD_MILLIS = 10_000;

    private Soak() {}

    /// Exits with status 1 when a schedule has failed.
    ///
    /// @param args the first seed; without it a random one
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws InterruptedException {
        long first = args.length > 0 ? Long.parseLong(args[0]) : System.currentTimeMillis() * 1000;
        var simulation = new Simulation(first, Long.MAX_VALUE / 2);
        System.out.println("seeds from " + first + " on; Ctrl-C ends it");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.print(Report.of(simulation.tally()))));
        Thread.ofPlatform().daemon().start(() -> printProgress(simulation));
        Optional<String> failure = simulation.run();
        failure.ifPresent(System.out::println);
        System.exit(failure.isPresent() ? 1 : 0);
    }

    @SuppressWarnings("SystemOut")
    private static void printProgress(Simulation simulation) {
        try {
            while (true) {
                Thread.sleep(PROGRESS_PERIOD_MILLIS);
                System.out.println(Report.ofProgress(simulation.tally()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
