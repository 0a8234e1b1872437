package io.yaim.store.etcd;

import static io.yaim.setting.ConfigKey.optional;
import static io.yaim.setting.ConfigKey.secret;
import static io.yaim.setting.ConfigKey.standard;
import static io.yaim.setting.ReloadEffect.NEXT_START;

import io.yaim.setting.ConfigKey;
import io.yaim.setting.KeyGroup;
import io.yaim.setting.NetworkValueTypes;
import io.yaim.setting.Secret;
import io.yaim.setting.ValueTypes;
import io.yaim.store.spi.StoreKeys;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// The keys of the store etcd.
final class EtcdKeys {

    public static final ConfigKey<List<URI>> DCS_ENDPOINTS = standard(
            "dcs-endpoints",
            NetworkValueTypes.endpoints(),
            "http://127.0.0.1:2379",
            NEXT_START,
            "Where etcd listens: a list, or several with commas. With https, etcd's certificate is verified.");
    public static final ConfigKey<String> ETCD_USER =
            optional("etcd-user", ValueTypes.text(), "yaim", NEXT_START, "The user at etcd.");
    public static final ConfigKey<Secret> ETCD_PASSWORD =
            secret("etcd-password", "\"not this one\"", NEXT_START, "The user's password.");
    public static final ConfigKey<Path> ETCD_PASSWORD_FILE = optional(
            "etcd-password-file",
            ValueTypes.readableFile(),
            "/etc/yaim/etcd-password",
            NEXT_START,
            "The file that holds the password, instead of `etcd-password`.");
    public static final ConfigKey<Path> ETCD_CA_FILE = optional(
            "etcd-ca-file",
            ValueTypes.readableFile(),
            "/etc/yaim/ca.pem",
            NEXT_START,
            "The certificates (PEM) of the authorities that sign etcd's certificate. Not set: those that Java trusts.");
    public static final ConfigKey<Path> ETCD_CERT_FILE = optional(
            "etcd-cert-file",
            ValueTypes.readableFile(),
            "/etc/yaim/node1.pem",
            NEXT_START,
            "This node's certificate (PEM) for etcd; needs `etcd-key-file` and `etcd-ca-file`.");
    public static final ConfigKey<Path> ETCD_KEY_FILE = optional(
            "etcd-key-file",
            ValueTypes.readableFile(),
            "/etc/yaim/node1-key.pem",
            NEXT_START,
            "The private key (PEM) of that certificate, not encrypted.");

    public static final KeyGroup GROUP = KeyGroup.ofStore(
            ConfiguredEtcd.TYPE,
            "With etcd",
            "With dcs-type: multicast these keys must not be set.",
            DCS_ENDPOINTS,
            StoreKeys.TTL,
            StoreKeys.PEER_LISTEN,
            ETCD_USER,
            ETCD_PASSWORD,
            ETCD_PASSWORD_FILE,
            ETCD_CA_FILE,
            ETCD_CERT_FILE,
            ETCD_KEY_FILE);

    private EtcdKeys() {}
}
