-- A run state: 'kind failures recoveries', a line feed, then bytes that scripts leave alone.
local unmarked = 'w 0 0\n' -- of a job that nothing has happened to

local function recoveriesOf(state)
  return state and tonumber(string.match(state, '^%a %d+ (%d+)\n') or 0) or 0
end

-- The state with another kind: 'x' cancelled; 'X' cancelled, while its id still stands in the list.
local function withKind(kind, state)
  return kind .. string.sub(state or unmarked, 2)
end

local function isMarked(state)
  return state and string.sub(state, 1, 1) == 'X'
end
