package io.yaim.check.postgres;

import io.yaim.tls.TlsMaterial;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.X509TrustManager;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.SslMode;
import org.postgresql.ssl.WrappedFactory;
import org.postgresql.util.PSQLException;

/// TLS for the PostgreSQL driver from PEM files, because the driver's own factory needs keys in DER or PKCS#12. The
/// driver creates an instance by class name for each connection, so a renewed certificate is read again.
///
/// As libpq, it trusts any server unless authorities are given or `sslmode` requires verification.
public final class PemSocketFactory extends WrappedFactory {

    public PemSocketFactory(Properties properties) throws IOException, GeneralSecurityException, PSQLException {
        factory = tls(properties).context().getSocketFactory();
    }

    /// Reads the files in the properties.
    static TlsMaterial tls(Properties properties) throws IOException, GeneralSecurityException, PSQLException {
        Optional<Path> authorities = path(PGProperty.SSL_ROOT_CERT, properties);
        Optional<Path> certificate = path(PGProperty.SSL_CERT, properties);
        Optional<Path> key = path(PGProperty.SSL_KEY, properties);
        Optional<TlsMaterial.Identity> identity = certificate.isPresent() && key.isPresent()
                ? Optional.of(new TlsMaterial.Identity(certificate.get(), key.get()))
                : Optional.empty();
        return authorities.isPresent() || SslMode.of(properties).verifyCertificate()
                ? TlsMaterial.of(authorities, identity)
                : TlsMaterial.of(new TrustAll(), identity);
    }

    private static Optional<Path> path(PGProperty property, Properties properties) {
        return Optional.ofNullable(property.getOrDefault(properties)).map(Path::of);
    }

    private static final class TrustAll implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
