package io.patchbay.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import com.schibsted.spt.data.jslt.impl.NodeUtils;
import java.io.Reader;
import java.io.StringReader;

/** A rule's condition over the canonical create request, in JSLT; true as JSLT's own {@code if} sees it. Thread-safe. */
public final class Predicate {

    static final Predicate ALWAYS = new Predicate(null);

    private final Expression expression;

    private Predicate(Expression expression) {
        this.expression = expression;
    }

    /** @throws JsltException if it does not compile */
    static Predicate compile(String jslt) {
        return new Predicate(new Parser(new StringReader(jslt)).withSource("when").withResourceResolver(Predicate::noImports).compile());
    }

    /** @throws JsltException if it cannot be answered for this request */
    public boolean holds(JsonNode command) {
        return expression == null || NodeUtils.isTrue(expression.apply(command));
    }

    // The default would read any resource of the class path.
    private static Reader noImports(String module) {
        throw new JsltException("a rule cannot import");
    }
}
