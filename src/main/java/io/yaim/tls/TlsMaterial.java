package io.yaim.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// The trusted authorities and the own identity, read from PEM files.
public record TlsMaterial(SSLContext context, X509TrustManager trustManager) {

    private static final char[] NO_PASSWORD = {};

    /// A certificate with its chain, and its key.
    public record Identity(Path certificates, Path key) {}

    /// Reads the files. Without `authorities`, those of the JVM are trusted.
    ///
    /// @throws IOException a file cannot be read or used
    public static TlsMaterial of(Optional<Path> authorities, Optional<Identity> identity) throws IOException {
        try {
            return of(trustManager(authorities), identity);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS: " + e.getMessage(), e);
        }
    }

    /// The same, with a given trust manager.
    public static TlsMaterial of(X509TrustManager trust, Optional<Identity> identity)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager @Nullable [] keys = identity.isPresent() ? keys(identity.get()) : null;
        context.init(keys, new TrustManager[] {trust}, null);
        return new TlsMaterial(context, trust);
    }

    private static X509TrustManager trustManager(Optional<Path> authorities)
            throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities.isPresent() ? keyStoreOf(Pem.certificates(authorities.get())) : null);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static KeyStore keyStoreOf(List<X509Certificate> authorities) throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        for (X509Certificate authority : authorities) {
            store.setCertificateEntry("authority-" + store.size(), authority);
        }
        return store;
    }

    private static KeyManager[] keys(Identity identity) throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = Pem.certificates(identity.certificates());
        PrivateKey key = Pem.privateKey(identity.key());
        KeyStore store = emptyStore();
        store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
