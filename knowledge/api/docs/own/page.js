// Shows the API's own description. No validator: it would send the address of this installation to a third party.
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#api",
  deepLinking: true,
  validatorUrl: null,
});
