/**
 * The only package that knows Camel. The routes are data ({@code routes/}); the beans here are the steps they name. A message
 * carries one exchange property, {@link io.patchbay.route.Order}, and no loose headers. Begin with {@code routes/core/api.camel.yaml}.
 */
package io.patchbay.route;
