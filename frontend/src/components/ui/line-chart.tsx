import { LineChart as Lines } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { formatNumber } from '@/lib/number';
import type { ChartProps } from './chart';
import styles from './chart.module.css';

echarts.use([Lines, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

const strokes = [
  { color: '#0b5563', type: 'solid', symbol: 'circle' },
  { color: '#a14a00', type: 'dashed', symbol: 'rect' },
  { color: '#5b3fa0', type: 'dotted', symbol: 'triangle' },
  { color: '#1b6e3c', type: 'solid', symbol: 'diamond' },
  { color: '#b42318', type: 'dashed', symbol: 'roundRect' },
  { color: '#4d5b63', type: 'dotted', symbol: 'pin' },
] as const;

function optionOf({ label, axis, categories, series }: ChartProps) {
  return {
    animation: false,
    aria: { enabled: true, label: { description: label } },
    textStyle: { fontFamily: 'inherit', fontSize: 12 },
    grid: { left: 8, right: 16, top: 56, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, textStyle: { fontSize: 13 } },
    tooltip: {
      trigger: 'axis',
      valueFormatter: (value: number | null) => (value == null ? '–' : formatNumber(value)),
    },
    xAxis: { type: 'category', data: categories, axisLabel: { rotate: 45 } },
    yAxis: {
      type: 'value',
      name: axis,
      nameTextStyle: { align: 'left' },
      scale: true,
      axisLabel: { formatter: (value: number) => formatNumber(value) },
    },
    series: series.map(({ name, values }, index) => {
      const { color, type, symbol } = strokes[index % strokes.length]!;
      return {
        name,
        type: 'line',
        data: values,
        symbol,
        symbolSize: 7,
        itemStyle: { color },
        lineStyle: { type },
      };
    }),
  };
}

export default function LineChart(props: ChartProps) {
  const holder = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const chart = echarts.init(holder.current, undefined, { renderer: 'svg' });
    chart.setOption(optionOf(props));
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(holder.current!);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [props]);

  return <div ref={holder} role="img" aria-label={props.label} className={styles.chart} />;
}
