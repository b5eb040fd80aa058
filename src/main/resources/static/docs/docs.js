// The validator badge would send the contract to a third party, so it is off.
window.ui = SwaggerUIBundle({
    url: '/openapi.yaml',
    dom_id: '#contract',
    deepLinking: true,
    displayRequestDuration: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    validatorUrl: null
});
