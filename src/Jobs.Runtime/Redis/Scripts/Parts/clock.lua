-- The server's clock: no two machines' clocks are ever compared.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- A time as text: Redis writes a Lua number with 17 digits, which takes longer than storing it.
local function after(ms)
  return string.format('%d', now + ms)
end
