package io.patchbay.mapping;

import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Compiles JSLT; imports reach no file outside the mappings directory. */
final class MappingCompiler {
    private static final Pattern IMPORT = Pattern.compile("(?m)^\\s*import\\s+\"([^\"]+)\"");

    private final Path root;
    private final Set<Path> imported = new HashSet<>();

    MappingCompiler(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** @throws JsltException naming file, line and column of the first fault */
    Expression file(Path file) {
        try {
            return compile(file.getFileName().toString(), Files.readString(file));
        } catch (IOException e) {
            throw new JsltException("cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /** @throws JsltException naming line and column of the first fault */
    Expression text(String expression) {
        return compile("<expression>", expression);
    }

    /** Files that were imported so far, or would have been but for a fault. */
    Set<Path> imported() {
        return imported;
    }

    private Expression compile(String source, String text) {
        try {
            return new Parser(new StringReader(text)).withSource(source)
                    .withFunctions(MappingFunctions.ALL).withResourceResolver(this::imported).compile();
        } catch (JsltException e) {
            named(text);
            throw e;
        } catch (RuntimeException | Error e) {
            // The generated lexer throws errors of its own for a stray character; to an author that is a fault like any other.
            if (e instanceof VirtualMachineError) {
                throw e;
            }
            named(text);
            throw new JsltException(source + ": " + e.getMessage());
        }
    }

    /** A mapping with a fault need not get as far as its imports; what it names is in use all the same. */
    private void named(String text) {
        IMPORT.matcher(text).results().forEach(found -> imported.add(root.resolve(found.group(1)).normalize()));
    }

    private Reader imported(String name) {
        Path file = root.resolve(name).normalize();
        if (!file.startsWith(root)) {
            throw new JsltException("import \"" + name + "\" leaves the mappings directory");
        }
        try {
            imported.add(file);
            return new StringReader(Files.readString(file));
        } catch (IOException e) {
            throw new JsltException("import \"" + name + "\" is not in the mappings directory");
        }
    }
}
