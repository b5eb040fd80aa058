package io.patchbay.routing;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the data lives that makes this gateway what it is; relative paths start at the working directory.
 *
 * @param configDir    {@code PATCHBAY_CONFIG_DIR}: tenants, accounts, catalogue and routing; no default, null if not set
 * @param routesDir    {@code PATCHBAY_ROUTES_DIR}
 * @param mappingsDir  {@code PATCHBAY_MAPPINGS_DIR}
 * @param contractsDir {@code PATCHBAY_CONTRACTS_DIR}
 */
@ConfigurationProperties("patchbay")
public record Directories(Path configDir, @DefaultValue("routes") Path routesDir, @DefaultValue("mappings") Path mappingsDir,
                          @DefaultValue("contracts") Path contractsDir) {
}
