SELECT
  "t3"."by_shop",
  "t3"."by_category",
  "t3"."period",
  CAST(SUM("t3"."v0" * "t3"."share") AS DECIMAL(38, 0)) AS "v0",
  SUM("t3"."n0") AS "n0"
FROM (
  SELECT
    "t2"."by_category",
    "t2"."by_shop",
    "t2"."on_day",
    "t2"."v0",
    "t2"."n0",
    10000 AS "share",
    0 AS "period"
  FROM (
    SELECT
      "t1"."by_category",
      "t1"."by_shop",
      "t1"."on_day",
      COALESCE(
        SUM("t1"."quantity" * "t1"."unit_cost") FILTER(WHERE
          (
            "t1"."unit_cost" IS NOT NULL
          )
          AND NOT (
            (
              "t1"."category" = 'gift'
            ) OR (
              "t1"."category" = 'sample'
            )
          )
          AND (
            (
              "t1"."quantity" * "t1"."unit_cost"
            ) IS NOT NULL
          )),
        0
      ) AS "v0",
      COUNT(*) FILTER(WHERE
        (
          "t1"."unit_cost" IS NOT NULL
        )
        AND NOT (
          (
            "t1"."category" = 'gift'
          ) OR (
            "t1"."category" = 'sample'
          )
        )
        AND (
          (
            "t1"."quantity" * "t1"."unit_cost"
          ) IS NOT NULL
        )) AS "n0"
    FROM (
      SELECT
        "t0"."shop",
        "t0"."order_id",
        "t0"."line_id",
        "t0"."ordered_at",
        "t0"."ordered_at_day",
        "t0"."sku",
        "t0"."category",
        "t0"."quantity",
        "t0"."unit_price",
        "t0"."paid_amount",
        "t0"."unit_cost",
        "t0"."agent",
        "t0"."source_file",
        "t0"."source_line",
        "t0"."ordered_at_day" AS "on_day",
        COALESCE("t0"."category", '') AS "by_category",
        COALESCE("t0"."shop", '') AS "by_shop"
      FROM "order_lines" AS "t0"
      WHERE
        "t0"."ordered_at_day" >= MAKE_DATE(2026, 10, 1)
        AND "t0"."ordered_at_day" < MAKE_DATE(2026, 11, 1)
    ) AS "t1"
    GROUP BY
      1,
      2,
      3
  ) AS "t2"
) AS "t3"
GROUP BY
  1,
  2,
  3
