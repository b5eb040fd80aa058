package io.patchbay.mapping;

import java.nio.file.Path;
import java.util.List;

/** The contract cases of a provider: one folder each under {@code contracts/providers/<provider>/}. */
public final class ContractCases {

    private ContractCases() {
    }

    /** All cases in alphabetical order; none when the provider has no contracts folder. */
    public static List<ContractCase> find(UnitDirectories dirs, String provider) {
        Path folder = dirs.contractsOf(provider);
        return ProviderUnits.folders(folder).stream().map(name -> new ContractCase(dirs, folder.resolve(name))).toList();
    }
}
