package io.patchbay.contract;

import java.util.List;

/** What is being judged, and so how a place in it is called: a body has pointers, a parameter has its name. */
record Subject(String parameter) {

    static final Subject BODY = new Subject(null);

    static Subject parameter(String name) {
        return new Subject(name);
    }

    boolean isBody() {
        return parameter == null;
    }

    Violation violation(List<String> path, String code, String predicate) {
        return new Violation(isBody() ? pointer(path) : null, parameter, code, name(path) + " " + predicate);
    }

    private String name(List<String> path) {
        if (!isBody()) {
            return "`" + parameter + "`";
        }
        return path.isEmpty() ? "the body" : "`" + String.join(".", path.stream().map(Subject::abbreviated).toList()) + "`";
    }

    /** A caller's own key may be as long as a body: the message stays readable, the pointer stays exact. */
    private static String abbreviated(String token) {
        return token.length() <= 80 ? token : token.substring(0, 80) + "…";
    }

    private static String pointer(List<String> path) {
        StringBuilder pointer = new StringBuilder();
        path.forEach(token -> pointer.append('/').append(token.replace("~", "~0").replace("/", "~1")));
        return pointer.toString();
    }
}
