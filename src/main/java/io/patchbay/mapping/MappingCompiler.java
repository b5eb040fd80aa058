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

/** Compiles JSLT; imports reach no file outside the mappings directory. */
final class MappingCompiler {
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

    /** Files that were imported so far. */
    Set<Path> imported() {
        return imported;
    }

    private Expression compile(String source, String text) {
        try {
            return new Parser(new StringReader(text)).withSource(source)
                    .withFunctions(MappingFunctions.ALL).withResourceResolver(this::imported).compile();
        } catch (JsltException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // The generated lexer throws errors of its own for a stray character; to an author that is a fault like any other.
            if (e instanceof VirtualMachineError) {
                throw e;
            }
            throw new JsltException(source + ": " + e.getMessage());
        }
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
