package io.patchbay.demo;

/** What a person sees when the demo is ready. */
final class Banner {

    private Banner() {
    }

    static String text(int api, int management, int simulators) {
        return """

                Patchbay is ready.

                  API           http://localhost:%1$d/v1
                  Documentation http://localhost:%1$d/docs
                  Health        http://localhost:%2$d/actuator/health
                  Simulators    http://localhost:%3$d/control/connect/subscriptions (also telegent, tellisim)

                  Keys          pb_test_acme_demo     carried by Connect
                                pb_test_globex_demo   carried by Telegent
                                pb_test_initech_demo  carried by TelliSIM
                                pb_admin_demo         for http://localhost:%1$d/admin/v1

                Order a subscription; change the key to change the provider:

                curl -i http://localhost:%1$d/v1/subscriptions -H 'X-Api-Key: pb_test_acme_demo' -H 'Content-Type: application/json' \\
                  -d '{"productOfferingId":"mobile-10gb","customerId":"customer-1","subscriber":{"name":"Ada Byron","email":"ada@example.com"},"activation":{}}'
                """.formatted(api, management, simulators);
    }
}
