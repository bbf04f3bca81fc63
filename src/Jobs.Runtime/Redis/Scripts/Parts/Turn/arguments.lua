-- Everything the call says, read before anything is written.
local ARGV = ARGV -- as a local it is found faster, and each outcome is read from it
local session, seq, want, ttl = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local wakeChannel, queue, endChannel, limits, budget = ARGV[5], ARGV[6], ARGV[7], ARGV[8], tonumber(ARGV[9])
local completed, told = {}, {} -- where in the arguments groups of completed jobs stand, and where other outcomes do
local kinds = {} -- what this session can run and others could not
local isOutcome = { E = true, L = true, U = true, B = true, D = true }

-- What is wrong with the call; nil: nothing.
local function read()
  local at = 10
  while ARGV[at] do
    local verb = ARGV[at]
    if verb == 'C' and tonumber(ARGV[at + 2]) and tonumber(ARGV[at + 3]) then
      completed[#completed + 1] = at
      at = at + 4 + tonumber(ARGV[at + 3])
    elseif isOutcome[verb] and tonumber(ARGV[at + 3]) and tonumber(ARGV[at + 4]) then
      told[#told + 1] = at
      at = at + 7
    elseif verb == 'K' then
      kinds[#kinds + 1] = ARGV[at + 1]
      at = at + 2
    else
      return 'outcome ' .. verb .. ' is not known'
    end
  end
  if at ~= #ARGV + 1 or not (seq and want and ttl and budget and string.match(limits, '^%d+ %d')) then
    return 'the arguments are cut short'
  end
  if budget == 0 then
    want = 0
  end
end
