-- A new order each time: the SIM's number is in it, so that no two are the same.
local threads = 0
function setup(t) t:set("number", threads) threads = threads + 1 end
local count = 0
local run = tonumber(os.getenv("RUN") or "0")
request = function()
   count = count + 1
   local id = string.format("%05d%02d%09d", run, number, count)
   local body = '{"productOfferingId":"mobile-10gb","customerId":"customer-' .. (count % 1000) .. '","subscriber":{"name":"Ada Byron","email":"ada@example.com"},'
      .. '"activation":{"sim":{"iccid":"8988' .. id .. '","esim":true}}}'
   return wrk.format("POST", "/v1/subscriptions", {["X-Api-Key"] = "pb_test_initech_demo", ["Content-Type"] = "application/json",
      ["Idempotency-Key"] = "bench-" .. id}, body)
end
function done(summary, latency, requests)
   io.write(string.format("requests %d\nmicroseconds %d\nerrors %d\np50 %d\np99 %d\n", summary.requests, summary.duration,
      summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
      latency:percentile(50), latency:percentile(99)))
end
