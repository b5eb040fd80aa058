package io.patchbay.route;

import io.patchbay.contract.Problem;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.provider.Account;
import io.patchbay.routing.Configuration;
import io.patchbay.routing.Directories;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * What a credential refers to is sent to the address of its account, and both are the administrator's to choose. So over the API a reference
 * leads only to where secrets of providers are kept, and not to those of the gateway itself. Asked before anything is tried.
 */
@Component
@Order(2)
class ReferencesCondition implements ChangeCondition {

    private static final List<String> OWN = List.of("spring.", "patchbay.", "management.", "server.", "java.", "logging.", "jdk.", "sun.");

    private final List<Path> directories;

    /** @param directories where files of secrets may be besides the configuration directory */
    ReferencesCondition(Directories given, @Value("${patchbay.credentials.directories:/run/secrets,/var/run/secrets}") List<String> directories) {
        this.directories = Stream.concat(Stream.ofNullable(given.configDir()), directories.stream().map(Path::of))
                .map(directory -> directory.toAbsolutePath().normalize()).toList();
    }

    @Override
    public Optional<Problem> refuses(ProposedChange change) {
        List<FieldError> errors = new TreeMap<>(change.after().accounts()).values().stream()
                .flatMap(account -> errors(account, before(change.before(), account))).toList();
        return errors.isEmpty() ? Optional.empty() : Optional.of(Refused.fields(errors));
    }

    private static Map<String, String> before(Configuration before, Account account) {
        return Optional.ofNullable(before.accounts().get(account.name())).map(Account::credentials).orElse(Map.of());
    }

    private Stream<FieldError> errors(Account account, Map<String, String> before) {
        return new TreeMap<>(account.credentials()).entrySet().stream()
                .filter(credential -> !credential.getValue().equals(before.get(credential.getKey())))
                .flatMap(credential -> fault(credential.getValue()).map(why -> new FieldError("/accounts/" + account.name() + "/credentials/"
                        + credential.getKey(), null, "not-allowed", why)).stream());
    }

    private Optional<String> fault(String reference) {
        String name = reference.substring(reference.indexOf(':') + 1);
        return switch (reference.substring(0, Math.max(reference.indexOf(':'), 0))) {
            case "env", "property" -> isOwn(name) ? Optional.of("The gateway's own settings are no credentials of a provider; give the secret a name of its own.")
                    : Optional.empty();
            case "file" -> isOpen(name) ? Optional.empty() : Optional.of("Over the API a file is below the configuration directory or one of "
                    + "PATCHBAY_CREDENTIALS_DIRECTORIES, without `..`.");
            default -> Optional.empty();
        };
    }

    /** Spring finds a property by its name as a variable too, and whatever hyphens and brackets stand in it. */
    private static boolean isOwn(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT).replace('_', '.').replaceAll("[^a-z0-9.]", "");
        return OWN.stream().anyMatch(plain::startsWith);
    }

    private boolean isOpen(String file) {
        try {
            Path path = Path.of(file);
            boolean up = Stream.of(file.split("[/\\\\]")).anyMatch(".."::equals);
            return !up && (!path.isAbsolute() || directories.stream().anyMatch(path.normalize()::startsWith));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
