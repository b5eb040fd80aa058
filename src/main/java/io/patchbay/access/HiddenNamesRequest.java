package io.patchbay.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.stream.Collectors;

/** A request as if headers, parameters and trailers of {@link HiddenNames} had not been sent. */
final class HiddenNamesRequest extends HttpServletRequestWrapper {

    HiddenNamesRequest(HttpServletRequest request) {
        super(request);
    }

    @Override
    public String getHeader(String name) {
        return HiddenNames.contains(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return HiddenNames.contains(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return visible(super.getHeaderNames());
    }

    @Override
    public int getIntHeader(String name) {
        return HiddenNames.contains(name) ? -1 : super.getIntHeader(name);
    }

    @Override
    public long getDateHeader(String name) {
        return HiddenNames.contains(name) ? -1 : super.getDateHeader(name);
    }

    @Override
    public Map<String, String> getTrailerFields() {
        return visible(super.getTrailerFields());
    }

    @Override
    public String getQueryString() {
        return HiddenNames.strip(super.getQueryString());
    }

    @Override
    public String getParameter(String name) {
        return HiddenNames.contains(name) ? null : super.getParameter(name);
    }

    @Override
    public String[] getParameterValues(String name) {
        return HiddenNames.contains(name) ? null : super.getParameterValues(name);
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return visible(super.getParameterNames());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return visible(super.getParameterMap());
    }

    private static Enumeration<String> visible(Enumeration<String> names) {
        return Collections.enumeration(Collections.list(names).stream().filter(name -> !HiddenNames.contains(name)).toList());
    }

    private static <V> Map<String, V> visible(Map<String, V> all) {
        return all.isEmpty() ? all : all.entrySet().stream().filter(entry -> !HiddenNames.contains(entry.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
