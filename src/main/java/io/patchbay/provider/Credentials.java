package io.patchbay.provider;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Turns the references of an account into secrets at the moment they are needed: {@code env:NAME} (environment variable),
 * {@code file:path} (relative to the configuration directory, trailing line end dropped) and {@code property:name} (Spring
 * property). A file is read again when it changed, so a secret is rotated by replacing its file.
 */
public final class Credentials {

    private final Path directory;
    private final Function<String, String> environment;
    private final Function<String, String> properties;
    private final Map<Path, CredentialFile> files = new ConcurrentHashMap<>();

    /** Both functions answer null for a name they do not know. */
    public Credentials(Path configDirectory, Function<String, String> environment, Function<String, String> properties) {
        this.directory = configDirectory;
        this.environment = environment;
        this.properties = properties;
    }

    /**
     * The secrets by credential name.
     *
     * @throws MissingCredential if one reference leads nowhere or to an empty value
     */
    public Map<String, String> of(Account account) {
        Map<String, String> secrets = new TreeMap<>();
        account.credentials().forEach((name, reference) -> secrets.put(name, secret(account, name, reference)));
        return secrets;
    }

    /** Every reference of the account that leads nowhere; empty if {@link #of} would succeed. */
    public List<MissingCredential> missing(Account account) {
        List<MissingCredential> missing = new ArrayList<>();
        new TreeMap<>(account.credentials()).forEach((name, reference) -> {
            try {
                secret(account, name, reference);
            } catch (MissingCredential e) {
                missing.add(e);
            }
        });
        return missing;
    }

    private String secret(Account account, String name, String reference) {
        try {
            String value = resolve(reference);
            if (value == null || value.isBlank()) {
                throw new MissingCredential(account.name(), name, reference, "it is not set or empty");
            }
            return value;
        } catch (IOException | IllegalArgumentException e) {
            throw new MissingCredential(account.name(), name, reference, "it is not readable (" + e.getClass().getSimpleName() + ")");
        }
    }

    private String resolve(String reference) throws IOException {
        int colon = reference.indexOf(':');
        String rest = reference.substring(colon + 1);
        return switch (reference.substring(0, Math.max(colon, 0))) {
            case "env" -> environment.apply(rest);
            case "file" -> file(directory.resolve(rest));
            case "property" -> properties.apply(rest);
            default -> throw new IllegalArgumentException("kind of reference");
        };
    }

    private String file(Path path) throws IOException {
        CredentialFile known = files.get(path);
        if (known == null || !known.isCurrent(path)) {
            known = CredentialFile.read(path);
            files.put(path, known);
        }
        return known.value();
    }

    @Override
    public String toString() {
        return "Credentials[" + directory + "]";
    }
}
