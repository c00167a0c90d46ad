WITH "t5" AS (
  SELECT
    "t2"."for_subject",
    "t2"."for_day",
    "t2"."on_day",
    COALESCE(
      SUM("t2"."quantity" * "t2"."unit_cost") FILTER(WHERE
        (
          "t2"."unit_cost" IS NOT NULL
        )
        AND NOT (
          (
            "t2"."category" = 'gift'
          ) OR (
            "t2"."category" = 'sample'
          )
        )
        AND (
          (
            "t2"."quantity" * "t2"."unit_cost"
          ) IS NOT NULL
        )),
      0
    ) AS "v0",
    COUNT(*) FILTER(WHERE
      (
        "t2"."unit_cost" IS NOT NULL
      )
      AND NOT (
        (
          "t2"."category" = 'gift'
        ) OR (
          "t2"."category" = 'sample'
        )
      )
      AND (
        (
          "t2"."quantity" * "t2"."unit_cost"
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
      COALESCE("t0"."shop", '') AS "for_subject",
      "t0"."ordered_at_day" AS "for_day"
    FROM "order_lines" AS "t0"
    WHERE
      "t0"."ordered_at_day" >= MAKE_DATE(2026, 10, 1)
      AND "t0"."ordered_at_day" < MAKE_DATE(2026, 11, 1)
  ) AS "t2"
  GROUP BY
    1,
    2,
    3
)
SELECT
  "t16"."by_person",
  "t16"."period",
  CAST(SUM("t16"."v0" * "t16"."share") AS DECIMAL(38, 0)) AS "v0",
  SUM("t16"."n0") AS "n0"
FROM (
  SELECT
    "t15"."for_subject",
    "t15"."for_day",
    "t15"."on_day",
    "t15"."v0",
    "t15"."n0",
    "t15"."by_person",
    "t15"."share",
    0 AS "period"
  FROM (
    SELECT
      "t7"."for_subject",
      "t7"."for_day",
      "t7"."on_day",
      "t7"."v0",
      "t7"."n0",
      "t14"."by_person",
      "t14"."share"
    FROM "t5" AS "t7"
    INNER JOIN (
      SELECT
        "t12"."for_subject" AS "for_subject_of",
        "t12"."for_day" AS "for_day_of",
        "t12"."on_day" AS "on_day_of",
        "t12"."by_person",
        "t12"."share"
      FROM (
        SELECT
          "t11"."for_subject",
          "t11"."for_day",
          "t11"."on_day",
          "t11"."by_person",
          SUM("t11"."share") AS "share"
        FROM (
          SELECT
            "t9"."for_subject",
            "t9"."for_day",
            "t9"."on_day",
            COALESCE("t4"."person", 'unassigned') AS "by_person",
            COALESCE("t4"."share", 10000) AS "share"
          FROM (
            SELECT DISTINCT
              "t6"."for_subject",
              "t6"."for_day",
              "t6"."on_day"
            FROM "t5" AS "t6"
          ) AS "t9"
          LEFT OUTER JOIN (
            SELECT
              "t1"."first",
              "t1"."past",
              "t1"."person",
              "t1"."share",
              "t1"."subject" AS "credited"
            FROM "credit_days" AS "t1"
            WHERE
              "t1"."kind" = 'shop'
          ) AS "t4"
            ON "t9"."for_subject" = "t4"."credited"
            AND "t9"."for_day" >= "t4"."first"
            AND "t9"."for_day" < "t4"."past"
        ) AS "t11"
        GROUP BY
          1,
          2,
          3,
          4
      ) AS "t12"
    ) AS "t14"
      ON "t7"."for_subject" = "t14"."for_subject_of"
      AND "t7"."for_day" = "t14"."for_day_of"
      AND "t7"."on_day" = "t14"."on_day_of"
  ) AS "t15"
) AS "t16"
GROUP BY
  1,
  2
