/** The canonical API contract: loads {@code contracts/api/openapi.yaml} and judges requests by it. Knows neither Spring nor Camel. */
package io.patchbay.contract;
