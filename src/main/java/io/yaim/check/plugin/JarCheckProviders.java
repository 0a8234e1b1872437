package io.yaim.check.plugin;

import io.yaim.check.CheckProvider;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;

/// The types of checks in one jar. A jar without a provider is a library for the other jars.
///
/// @param problem why nothing in the jar, or not everything, can be used
record JarCheckProviders(Path jar, List<CheckProvider> providers, Optional<String> problem) {

    private static final String SERVICE = "META-INF/services/" + CheckProvider.class.getName();
    private static final int MAX_PROVIDERS = 100;

    JarCheckProviders {
        providers = List.copyOf(providers);
    }

    static List<JarCheckProviders> of(List<Path> jars) {
        List<JarCheckProviders> found = new ArrayList<>();
        List<Path> withProviders = new ArrayList<>();
        List<Path> libraries = new ArrayList<>();
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                (file.getEntry(SERVICE) == null ? libraries : withProviders).add(jar);
            } catch (IOException e) {
                found.add(new JarCheckProviders(jar, List.of(), Optional.of("it cannot be opened: " + e.getMessage())));
            }
        }
        withProviders.forEach(jar -> found.add(load(jar, libraries)));
        return found;
    }

    // The loader stays open, because a check may load its classes at any time.
    private static JarCheckProviders load(Path jar, List<Path> libraries) {
        List<Path> path = new ArrayList<>(List.of(jar));
        path.addAll(libraries);
        URLClassLoader loader = new URLClassLoader(
                path.stream().map(JarCheckProviders::url).toArray(URL[]::new), CheckProvider.class.getClassLoader());
        Iterator<ServiceLoader.Provider<CheckProvider>> all =
                ServiceLoader.load(CheckProvider.class, loader).stream().iterator();
        List<CheckProvider> providers = new ArrayList<>();
        Optional<String> problem = Optional.empty();
        for (int i = 0; i < MAX_PROVIDERS; i++) {
            // A missing class or a wrong configuration of the jar can cause an error at each of these calls.
            try {
                if (!all.hasNext()) {
                    break;
                }
                ServiceLoader.Provider<CheckProvider> provider = all.next();
                if (loader.equals(provider.type().getClassLoader())) {
                    providers.add(requireUsable(provider.get()));
                }
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                problem = Optional.of(rootMessage(e));
            }
        }
        return new JarCheckProviders(jar, providers, problem);
    }

    /// Calls everything that is called later, so that a provider that was built for another version fails here.
    private static CheckProvider requireUsable(CheckProvider provider) {
        if (provider.type().isBlank()
                || provider.options().stream().anyMatch(option -> option.key().isBlank())) {
            throw new IllegalArgumentException(provider.getClass().getName() + " names no type");
        }
        return provider;
    }

    private static String rootMessage(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.equals(problem) ? problem.toString() : problem.getMessage() + " (" + root + ")";
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("no URL for " + jar, e);
        }
    }
}
