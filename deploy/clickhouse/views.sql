-- What analysts ask: each view counts what counts and nothing else. docs/operations/clickhouse.md tells each column and has
-- a question for each. Instants are shown in the time of China. Ask by region: it comes first in every key.

CREATE OR REPLACE VIEW v_heads{on_cluster} AS
-- What counts of each region now. A head of an earlier epoch than the one of its lane was written too late.
SELECT of_region.region AS region, of_region.lane AS lane, of_lane.epoch AS epoch, of_region.events AS events,
       of_region.rejections AS rejections, of_region.arrivals AS arrivals, of_region.files AS files
FROM (
    SELECT lane, region, bitShiftRight(version, 32) AS epoch, events, rejections, arrivals, files
    FROM heads FINAL WHERE region != ''
) AS of_region
INNER JOIN (SELECT lane, bitShiftRight(version, 32) AS epoch FROM heads FINAL WHERE region = '') AS of_lane
    ON of_region.lane = of_lane.lane AND of_region.epoch = of_lane.epoch;

CREATE OR REPLACE VIEW v_counted{on_cluster} AS
-- The rows of events that count, as they are kept: within their region's head, of several versions the highest.
SELECT events.region AS region, events.number AS number, events.content AS content, events.received AS received,
       events.road AS road, events.place AS place, events.site AS site, events.item AS item, events.source AS source,
       events.id AS id, events.type AS type, events.time AS time, events.raw AS raw
FROM (SELECT * FROM events FINAL) AS events
INNER JOIN (SELECT region, events AS until FROM v_heads) AS heads ON events.region = heads.region
WHERE events.number <= heads.until;

CREATE OR REPLACE VIEW v_retractions{on_cluster} AS
-- The retractions that hold now, with what they take back. One that was taken back itself by a later one holds no more.
-- Chains of up to three are followed. They are few, so they are looked for by their type alone before it is asked which of
-- them count; and they are joined, never asked for by IN, so that a question about one region reads that region.
WITH
    found AS (
        SELECT region, number, version, source, id, time, raw FROM events PREWHERE type = 'event.retracted'
    ),
    newest AS (
        SELECT events.region AS region, events.number AS number, max(events.version) AS version
        FROM events INNER JOIN found ON events.region = found.region AND events.number = found.number
        GROUP BY events.region, events.number
    ),
    retractions AS (
        SELECT found.region AS region, found.source AS source, found.id AS id, found.time AS time,
               JSONExtractString(found.raw, 'data', 'source') AS target_source,
               JSONExtractString(found.raw, 'data', 'id') AS target_id
        FROM found
        INNER JOIN newest
            ON newest.region = found.region AND newest.number = found.number AND newest.version = found.version
        INNER JOIN (SELECT region, events AS until FROM v_heads) AS heads ON heads.region = found.region
        WHERE found.number <= heads.until AND found.time <= toUnixTimestamp64Nano(now64(9))
    ),
    undone_by_all AS (
        SELECT r.region AS region, r.source AS source, r.id AS id FROM retractions AS r INNER JOIN retractions AS q
        ON q.region = r.region AND q.target_source = r.source AND q.target_id = r.id
        WHERE (q.time, q.source, q.id) > (r.time, r.source, r.id)
    ),
    second AS (
        SELECT r.* FROM retractions AS r LEFT ANTI JOIN undone_by_all AS u
        ON u.region = r.region AND u.source = r.source AND u.id = r.id
    ),
    undone AS (
        SELECT r.region AS region, r.source AS source, r.id AS id FROM retractions AS r INNER JOIN second AS q
        ON q.region = r.region AND q.target_source = r.source AND q.target_id = r.id
        WHERE (q.time, q.source, q.id) > (r.time, r.source, r.id)
    )
SELECT r.region AS region, r.target_source AS target_source, r.target_id AS target_id, r.source AS source, r.id AS id,
       r.time AS time
FROM retractions AS r LEFT ANTI JOIN undone AS u ON u.region = r.region AND u.source = r.source AND u.id = r.id;

CREATE OR REPLACE VIEW v_events{on_cluster} AS
SELECT counted.region AS region, counted.number AS number, counted.source AS source, counted.id AS id,
       counted.type AS type,
       fromUnixTimestamp64Nano(counted.time, 'Asia/Shanghai') AS time,
       fromUnixTimestamp64Nano(counted.received, 'Asia/Shanghai') AS received,
       retractions.target_id != '' AS is_retracted,
       counted.road AS road, counted.place AS place, counted.item AS item, counted.site AS token_site,
       JSONExtractRaw(counted.raw, 'data') AS data, counted.raw AS raw
FROM v_counted AS counted
LEFT ANY JOIN v_retractions AS retractions
    ON retractions.region = counted.region AND retractions.target_source = counted.source
        AND retractions.target_id = counted.id;

CREATE OR REPLACE VIEW v_standing{on_cluster} AS
-- The events that stand: those that count and were not taken back.
SELECT counted.* FROM v_counted AS counted
LEFT ANTI JOIN v_retractions AS retractions
    ON retractions.region = counted.region AND retractions.target_source = counted.source
        AND retractions.target_id = counted.id;

CREATE OR REPLACE VIEW v_case_times{on_cluster} AS
-- A case from its acceptance to its end, in time as it passes; working days and promises are the business of scoring.
-- What was taken back is left out. The first acceptance stands; what comes before it or after the end does not count.
WITH
    arraySort(groupArray((events.time, events.source, events.id, events.type, events.raw))) AS steps,
    arrayFirstIndex(step -> step.4 = 'case.accepted', steps) AS first,
    arraySlice(steps, first + 1) AS later,
    arrayFirstIndex(step -> step.4 IN ('case.completed', 'case.withdrawn'), later) AS last,
    if(last > 0, arraySlice(later, 1, last), later) AS life,
    steps[first].1 AS began,
    steps[first].5 AS opening,
    if(last > 0, later[last].1, NULL) AS ended,
    -- How long it has been suspended in whole, and since when it is; 0 where it is not.
    arrayFold(
        (so_far, step) -> multiIf(
            step.4 = 'case.suspended' AND so_far.2 = 0, (so_far.1, step.1),
            step.4 IN ('case.resumed', 'case.completed', 'case.withdrawn') AND so_far.2 != 0,
                (so_far.1 + step.1 - so_far.2, toInt64(0)),
            so_far),
        life, (toInt64(0), toInt64(0))) AS suspension
SELECT region, case,
       JSONExtractString(opening, 'data', 'item') AS item,
       JSONExtractString(opening, 'data', 'window') AS window,
       JSONExtractString(opening, 'data', 'staff') AS staff,
       if(JSONHas(opening, 'data', 'channel'), JSONExtractString(opening, 'data', 'channel'), 'window') AS channel,
       JSONExtractBool(opening, 'data', 'green_channel') AS is_green_channel,
       steps[first].2 AS source,
       fromUnixTimestamp64Nano(began, 'Asia/Shanghai') AS accepted,
       if(later[last].4 = 'case.completed', fromUnixTimestamp64Nano(assumeNotNull(ended), 'Asia/Shanghai'), NULL) AS completed,
       if(later[last].4 = 'case.completed', JSONExtractString(later[last].5, 'data', 'outcome'), '') AS outcome,
       if(later[last].4 = 'case.withdrawn', fromUnixTimestamp64Nano(assumeNotNull(ended), 'Asia/Shanghai'), NULL) AS withdrawn,
       intDiv(ended - began, 1000000000) AS elapsed_seconds,
       intDiv(suspension.1, 1000000000) AS suspended_seconds,
       suspension.2 != 0 AS is_suspended,
       toUInt32(countEqual(arrayMap(step -> step.4, life), 'case.supplement_requested')) AS supplements_requested,
       arraySum(arrayMap(step -> if(step.4 = 'case.extended', JSONExtractInt(step.5, 'data', 'days'), 0), life)) AS extended_days
FROM (
    SELECT region, source, id, type, time, raw, JSONExtractString(raw, 'data', 'case') AS case
    FROM v_standing
    WHERE type IN ('case.accepted', 'case.supplement_requested', 'case.supplement_received', 'case.suspended',
                   'case.resumed', 'case.extended', 'case.completed', 'case.withdrawn')
) AS events
GROUP BY region, case
HAVING first > 0;

CREATE OR REPLACE VIEW v_ratings{on_cluster} AS
-- A rating with what became of it. The first submission stands, of several verifications the last.
WITH
    arraySort(groupArray((events.time, events.source, events.id, events.type, events.raw))) AS steps,
    arrayFirstIndex(step -> step.4 = 'rating.submitted', steps) AS first,
    steps[first].5 AS opening,
    arraySlice(steps, first + 1) AS later,
    arrayLast(step -> step.4 = 'rating.verified', later) AS verification,
    arrayFirst(step -> step.4 = 'rating.rectified', later) AS rectification,
    arrayFirst(step -> step.4 = 'rating.replied', later) AS reply
SELECT region, rating,
       JSONExtractString(opening, 'data', 'window') AS window,
       JSONExtractString(opening, 'data', 'staff') AS staff,
       JSONExtractString(opening, 'data', 'case') AS case,
       toUInt8(JSONExtractUInt(opening, 'data', 'level')) AS level,
       JSONExtractString(opening, 'data', 'channel') AS channel,
       JSONExtractBool(opening, 'data', 'auto') AS is_automatic,
       JSONExtractBool(opening, 'data', 'real_name') AS is_real_name,
       steps[first].2 AS source,
       fromUnixTimestamp64Nano(steps[first].1, 'Asia/Shanghai') AS submitted,
       if(verification.4 = '', NULL, fromUnixTimestamp64Nano(verification.1, 'Asia/Shanghai')) AS verified,
       if(verification.4 = '', NULL, JSONExtractBool(verification.5, 'data', 'valid')) AS is_valid,
       JSONExtractString(verification.5, 'data', 'responsible') AS responsible,
       if(rectification.4 = '', NULL, fromUnixTimestamp64Nano(rectification.1, 'Asia/Shanghai')) AS rectified,
       if(reply.4 = '', NULL, fromUnixTimestamp64Nano(reply.1, 'Asia/Shanghai')) AS replied
FROM (
    SELECT region, source, id, type, time, raw, JSONExtractString(raw, 'data', 'rating') AS rating
    FROM v_standing
    WHERE type IN ('rating.submitted', 'rating.verified', 'rating.rectified', 'rating.replied')
) AS events
GROUP BY region, rating
HAVING first > 0;

CREATE OR REPLACE VIEW v_waits{on_cluster} AS
-- A ticket of the queue: how long until it was called, and until it was served. A ticket ends when served or abandoned.
WITH
    arraySort(groupArray((events.time, events.source, events.id, events.type, events.raw))) AS steps,
    arrayFirstIndex(step -> step.4 = 'queue.taken', steps) AS first,
    steps[first].1 AS began,
    arraySlice(steps, first + 1) AS later,
    arrayFirstIndex(step -> step.4 IN ('queue.served', 'queue.abandoned'), later) AS last,
    if(last > 0, arraySlice(later, 1, last), later) AS life,
    arrayFirst(step -> step.4 = 'queue.called', life) AS call
SELECT region, ticket,
       JSONExtractString(steps[first].5, 'data', 'item') AS item,
       JSONExtractBool(steps[first].5, 'data', 'appointment') AS is_appointment,
       JSONExtractString(call.5, 'data', 'window') AS window,
       JSONExtractString(call.5, 'data', 'staff') AS staff,
       steps[first].2 AS source,
       fromUnixTimestamp64Nano(began, 'Asia/Shanghai') AS taken,
       if(call.4 = '', NULL, fromUnixTimestamp64Nano(call.1, 'Asia/Shanghai')) AS called,
       if(later[last].4 = 'queue.served', fromUnixTimestamp64Nano(later[last].1, 'Asia/Shanghai'), NULL) AS served,
       if(later[last].4 = 'queue.abandoned', fromUnixTimestamp64Nano(later[last].1, 'Asia/Shanghai'), NULL) AS abandoned,
       if(call.4 = '', NULL, intDiv(call.1 - began, 1000000000)) AS waiting_seconds,
       if(call.4 = '' OR later[last].4 != 'queue.served', NULL, intDiv(later[last].1 - call.1, 1000000000)) AS service_seconds
FROM (
    SELECT region, source, id, type, time, raw, JSONExtractString(raw, 'data', 'ticket') AS ticket
    FROM v_standing
    WHERE type IN ('queue.taken', 'queue.called', 'queue.served', 'queue.abandoned')
) AS events
GROUP BY region, ticket
HAVING first > 0;

CREATE OR REPLACE VIEW v_months{on_cluster} AS
-- The results of each month: of a closed one its newest version, of an open one what was last published.
SELECT region, month, closed_version, as_of, generation, result, ledger
FROM (
    SELECT region, month, toUInt32(0) AS closed_version, as_of, generation, result, '' AS ledger, toUInt64(0) AS written
    FROM results FINAL
    UNION ALL
    SELECT region, month, version, as_of, toUInt64(0), result, ledger, written FROM closed_months
)
ORDER BY region, month, closed_version DESC, written
LIMIT 1 BY region, month;

CREATE OR REPLACE VIEW v_window_month{on_cluster} AS
SELECT region, month, closed_version, fromUnixTimestamp64Nano(as_of, 'Asia/Shanghai') AS as_of,
       JSONExtractString(result, 'rulebook', 'id') AS rulebook,
       JSONExtractString(result, 'rulebook', 'version') AS rulebook_version,
       JSONExtractString(of_window, 'window') AS window,
       JSONExtractString(of_window, 'site') AS site,
       JSONExtractString(of_window, 'department') AS department,
       JSONExtractBool(of_window, 'ranked') AS is_ranked,
       JSONExtract(of_window, 'rank', 'Nullable(UInt32)') AS rank,
       JSONExtract(of_window, 'total', 'Decimal(9, 2)') AS total,
       JSONExtract(of_window, 'bonus', 'Decimal(9, 2)') AS bonus,
       JSONExtract(of_window, 'categories', 'Map(String, Float64)') AS categories,
       JSONExtract(of_window, 'flag', 'Nullable(String)') AS flag,
       JSONExtractBool(of_window, 'dissatisfied') AS is_dissatisfied,
       JSONExtractUInt(of_window, 'rates', 'accepted') AS accepted,
       JSONExtractUInt(of_window, 'rates', 'completed') AS completed,
       JSONExtract(of_window, 'rates', 'on_time_rate', 'Nullable(Float64)') AS on_time_rate,
       JSONExtract(of_window, 'rates', 'on_site_rate', 'Nullable(Float64)') AS on_site_rate,
       JSONExtract(of_window, 'rates', 'satisfaction_rate', 'Nullable(Float64)') AS satisfaction_rate,
       JSONExtract(of_window, 'rates', 'Map(String, Nullable(Float64))') AS rates
FROM v_months
ARRAY JOIN JSONExtractArrayRaw(result, 'windows') AS of_window;

CREATE OR REPLACE VIEW v_ledger{on_cluster} AS
-- The entries of each month's ledger: of a closed one those of its newest version, of an open one as last published.
SELECT region, month, closed_version,
       JSONExtractString(line, 'book') AS book,
       JSONExtractString(line, 'subject') AS subject,
       place,
       JSONExtractString(line, 'rule') AS rule,
       JSONExtractString(line, 'category') AS category,
       JSONExtractString(line, 'kind') AS kind,
       toDate(JSONExtractString(line, 'date')) AS date,
       JSONExtract(line, 'requested', 'Decimal(9, 2)') AS requested,
       JSONExtract(line, 'applied', 'Decimal(9, 2)') AS applied,
       JSONExtractString(line, 'staff') AS staff,
       JSONExtractString(line, 'case') AS case,
       JSONExtractString(line, 'rating') AS rating,
       JSONExtractString(line, 'complaint') AS complaint,
       JSONExtractString(line, 'finding') AS finding,
       JSONExtractString(line, 'merit') AS merit,
       arrayMap(event -> (JSONExtractString(event, 'source'), JSONExtractString(event, 'id')),
           JSONExtractArrayRaw(line, 'evidence')) AS evidence,
       trimRight(line, '\n') AS text
FROM (
    SELECT months.region AS region, months.month AS month, toUInt32(0) AS closed_version, ledger.place AS place,
           ledger.line AS line
    FROM (SELECT region, month, generation FROM v_months WHERE closed_version = 0) AS months
    INNER JOIN (SELECT region, month, generation, place, line FROM ledger FINAL) AS ledger
        ON ledger.region = months.region AND ledger.month = months.month AND ledger.generation = months.generation
    UNION ALL
    SELECT region, month, closed_version, place, line
    FROM (
        SELECT region, month, closed_version,
               arrayFilter(line -> line != '', splitByChar('\n', ledger)) AS lines,
               arrayEnumerateUniq(arrayMap(line ->
                   (JSONExtractString(line, 'book'), JSONExtractString(line, 'subject')), lines)) AS places
        FROM v_months WHERE closed_version > 0
    )
    ARRAY JOIN lines AS line, places AS place
);

CREATE OR REPLACE VIEW v_rejections{on_cluster} AS
-- Rejected events, each once, with how often it was sent.
SELECT sent.region AS region, min(sent.number) AS number, argMin(sent.road, sent.number) AS road,
       argMin(sent.place, sent.number) AS place, argMin(sent.item, sent.number) AS item,
       argMin(sent.site, sent.number) AS token_site, argMax(sent.code, sent.number) AS code,
       argMax(sent.message, sent.number) AS message, argMin(sent.source, sent.number) AS source,
       argMin(sent.type, sent.number) AS type, count() AS times,
       fromUnixTimestamp64Nano(min(sent.received), 'Asia/Shanghai') AS first_received,
       fromUnixTimestamp64Nano(max(sent.received), 'Asia/Shanghai') AS last_received,
       argMin(sent.raw, sent.number) AS raw
FROM (SELECT * FROM rejections FINAL) AS sent
INNER JOIN (SELECT region, rejections AS until FROM v_heads) AS heads ON sent.region = heads.region
WHERE sent.number <= heads.until
GROUP BY sent.region, sent.identity;

CREATE OR REPLACE VIEW v_notices{on_cluster} AS
SELECT region, identity, kind, level, subject, toDate(date) AS date, recipients, state,
       fromUnixTimestamp64Nano(derived, 'Asia/Shanghai') AS derived,
       if(sent IS NULL, NULL, fromUnixTimestamp64Nano(assumeNotNull(sent), 'Asia/Shanghai')) AS sent, body
FROM notices FINAL;
