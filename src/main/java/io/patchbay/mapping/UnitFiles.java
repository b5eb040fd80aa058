package io.patchbay.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All files of one provider unit at one moment. Immutable: what is checked, stored and put into service is the same to the byte. */
public final class UnitFiles {

    /** In characters, all files together. */
    public static final int MOST = 2 * 1024 * 1024;

    private static final Pattern PROVIDER = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,3}");

    private final String provider;
    private final SortedMap<String, String> texts;
    /** Asked for a dozen times on the way into service, and half a megabyte has to be read for it. */
    private volatile String digest;

    private UnitFiles(String provider, Map<String, String> texts) {
        this.provider = provider;
        this.texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    public static UnitFiles of(String provider, Map<String, String> texts) {
        return new UnitFiles(provider, texts);
    }

    /** As they are on disk at this moment; empty where there is no such provider. Hidden files and backups of editors are no part of a unit. */
    public static UnitFiles read(UnitDirectories dirs, String provider) {
        return read(dirs, provider, places(dirs, provider).keySet());
    }

    /** @param places where they are, for who has just looked */
    public static UnitFiles read(UnitDirectories dirs, String provider, Set<Path> places) {
        SortedMap<String, String> texts = new TreeMap<>();
        places.forEach(file -> texts.put(dirs.shown(file), text(file)));
        return new UnitFiles(provider, texts);
    }

    /** The providers that have a file in any of the directories. */
    public static Set<String> providers(UnitDirectories dirs) {
        return UnitLint.providers(dirs);
    }

    /** Where they are on disk, with what the file system says of them. */
    public static Map<Path, BasicFileAttributes> places(UnitDirectories dirs, String provider) {
        return looked(dirs, provider).files();
    }

    /** As {@link #places}, without the contract cases: what a request is carried by. */
    public static Map<Path, BasicFileAttributes> servingPlaces(UnitDirectories dirs, String provider) {
        return lookedAtServing(dirs, provider).files();
    }

    /** Whether it is about how a unit is proved, and no part of {@link #servingPlaces}. */
    public static boolean isCase(UnitDirectories dirs, Path file) {
        return file.startsWith(dirs.contracts());
    }

    /** When they were last changed, or one of the folders that are theirs alone: one in which a file came or went has changed, too. */
    public static Instant touched(UnitDirectories dirs, String provider) {
        UnitLook look = looked(dirs, provider);
        return Stream.concat(look.files().values().stream(), look.folders().values().stream())
                .map(place -> place.lastModifiedTime().toInstant()).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }

    private static UnitLook looked(UnitDirectories dirs, String provider) {
        UnitLook look = lookedAtServing(dirs, provider);
        look.below(dirs.contractsOf(provider));
        return look;
    }

    private static UnitLook lookedAtServing(UnitDirectories dirs, String provider) {
        UnitLook look = new UnitLook();
        look.below(dirs.mappingsOf(provider));
        look.at(dirs.routeOf(provider));
        return look;
    }

    public String provider() {
        return provider;
    }

    /** By path as in the repository, such as {@code mappings/providers/connect/provider.yaml}. */
    public SortedMap<String, String> texts() {
        return texts;
    }

    public boolean isEmpty() {
        return texts.isEmpty();
    }

    /** The same for the same files, whatever machine they are on: SHA-256, in hexadecimal digits. */
    public String digest() {
        if (digest == null) {
            digest = computed();
        }
        return digest;
    }

    private String computed() {
        MessageDigest sha = sha256();
        texts.forEach((path, text) -> {
            byte[] content = text.getBytes(StandardCharsets.UTF_8);
            sha.update((path + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
            sha.update(content);
        });
        return HexFormat.of().formatHex(sha.digest());
    }

    /** Paths that are in one of the two but not in both alike. */
    public List<String> differences(UnitFiles other) {
        SortedMap<String, String> all = new TreeMap<>(texts);
        all.putAll(other.texts);
        return all.keySet().stream().filter(path -> !texts.getOrDefault(path, "\0").equals(other.texts.getOrDefault(path, "\0"))).toList();
    }

    boolean isTooLarge() {
        return texts.values().stream().mapToLong(String::length).sum() > MOST;
    }

    /** Why they cannot even be looked at: files of somebody else, or too many. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        if (!PROVIDER.matcher(provider).matches()) {
            problems.add(new Problem("mappings/providers/" + provider, "", "is no name of a provider; take up to 64 lower-case letters, digits and hyphens, a letter first"));
        }
        if (isTooLarge()) {
            problems.add(new Problem("mappings/providers/" + provider, "", "the unit has more than " + MOST + " characters in all; it may have no more"));
        }
        texts.forEach((path, text) -> {
            if (!isOwn(path)) {
                problems.add(new Problem(path, "", "is no file of this provider; a unit holds routes/providers/%1$s.camel.yaml and what is below mappings/providers/%1$s/ and contracts/providers/%1$s/".formatted(provider)));
            } else if (text.indexOf('\0') >= 0) {
                problems.add(new Problem(path, "", "holds the character NUL"));
            }
        });
        return problems;
    }

    /** Those that are files of this provider. */
    UnitFiles own() {
        SortedMap<String, String> own = new TreeMap<>(texts);
        return own.keySet().removeIf(path -> !isOwn(path)) ? new UnitFiles(provider, own) : this;
    }

    /** Those that carry orders; its contract cases only prove that they do. */
    UnitFiles running() {
        SortedMap<String, String> running = new TreeMap<>(texts);
        running.keySet().removeIf(path -> path.startsWith("contracts/"));
        return new UnitFiles(provider, running);
    }

    /** What {@code routes/providers/<provider>.camel.yaml} says. */
    List<OperationRoute> routes() throws IOException {
        List<OperationRoute> routes = new ArrayList<>();
        Trees.yaml(texts.get("routes/providers/" + provider + ".camel.yaml")).forEach(entry -> routes.add(OperationRoute.of(entry.path("templatedRoute"))));
        return List.copyOf(routes);
    }

    private boolean isOwn(String path) {
        return PROVIDER.matcher(provider).matches() && (path.equals("routes/providers/" + provider + ".camel.yaml")
                || isBelow(path, "mappings/providers/" + provider + "/") || isBelow(path, "contracts/providers/" + provider + "/"));
    }

    private static boolean isBelow(String path, String folder) {
        return path.startsWith(folder) && NAME.matcher(path.substring(folder.length())).matches();
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnitFiles same && provider.equals(same.provider) && texts.equals(same.texts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(provider, texts);
    }

    @Override
    public String toString() {
        return provider + " (" + texts.size() + " files)";
    }
}
