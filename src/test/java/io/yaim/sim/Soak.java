package io.yaim.sim;

import java.util.Optional;

/// Simulates until it is told to stop, or finds a fault; deploy/soak runs it. Says every ten seconds how
/// far it is.
public final class Soak {

    private static final long PROGRESS_PERIOD_MILLIS = 10_000;

    private Soak() {}

    /// Exits with 1 when it has found a fault.
    ///
    /// @param args the first seed; without it one that no other run is likely to have had
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
