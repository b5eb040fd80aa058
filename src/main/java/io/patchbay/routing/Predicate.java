package io.patchbay.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import com.schibsted.spt.data.jslt.impl.NodeUtils;
import java.io.Reader;
import java.io.StringReader;
import java.util.regex.Pattern;

/** A rule's condition over the canonical create request, in JSLT; true as JSLT's own {@code if} sees it. Thread-safe. */
public final class Predicate {

    /** Strings and comments, in which words mean nothing. */
    private static final Pattern UNSPOKEN = Pattern.compile("(?s)\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|//[^\\n]*");
    private static final Pattern DEFINITION = Pattern.compile("(?<![\\w$:.-])def\\s");

    static final Predicate ALWAYS = new Predicate(null);

    private final Expression expression;

    private Predicate(Expression expression) {
        this.expression = expression;
    }

    /** A function of its own could call itself without an end; a condition has no use for one. */
    static boolean defines(String jslt) {
        return DEFINITION.matcher(UNSPOKEN.matcher(jslt).replaceAll(" ")).find();
    }

    /** @throws JsltException if it does not compile */
    static Predicate compile(String jslt) {
        return new Predicate(new Parser(new StringReader(jslt)).withSource("when").withResourceResolver(Predicate::noImports).compile());
    }

    /** @throws RuntimeException if it cannot be answered for this request; JSLT itself throws more than its own {@link JsltException} */
    public boolean holds(JsonNode command) {
        return expression == null || NodeUtils.isTrue(expression.apply(command));
    }

    // The default would read any resource of the class path.
    private static Reader noImports(String module) {
        throw new JsltException("a rule cannot import");
    }
}
