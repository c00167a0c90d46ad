SELECT
  "t3"."by_shop",
  "t3"."period",
  MIN("t3"."v0") FILTER(WHERE
    (
      "t3"."up_to" * 10
    ) >= (
      "t3"."of" * 9
    )) AS "v0",
  SUM("t3"."times") AS "n0"
FROM (
  SELECT
    "t2"."by_shop",
    "t2"."period",
    "t2"."v0",
    "t2"."times",
    SUM("t2"."times") OVER (
      PARTITION BY "t2"."by_shop", "t2"."period"
      ORDER BY "t2"."v0" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "up_to",
    SUM("t2"."times") OVER (
      PARTITION BY "t2"."by_shop", "t2"."period"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "of"
  FROM (
    SELECT
      "t1"."by_shop",
      "t1"."period",
      "t1"."v0",
      COUNT(*) AS "times"
    FROM (
      SELECT
        "t0"."ordered_at_day" AS "on_day",
        COALESCE("t0"."shop", '') AS "by_shop",
        CASE WHEN "t0"."unit_price" IS NOT NULL THEN "t0"."unit_price" ELSE NULL END AS "v0",
        0 AS "period"
      FROM "order_lines" AS "t0"
      WHERE
        "t0"."ordered_at_day" >= MAKE_DATE(2026, 10, 1)
        AND "t0"."ordered_at_day" < MAKE_DATE(2026, 11, 1)
        AND CASE WHEN "t0"."unit_price" IS NOT NULL THEN "t0"."unit_price" ELSE NULL END IS NOT NULL
    ) AS "t1"
    GROUP BY
      1,
      2,
      3
  ) AS "t2"
) AS "t3"
GROUP BY
  1,
  2
