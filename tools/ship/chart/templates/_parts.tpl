{{- /* These templates use nothing but what Go's template language has itself, so that its own engine can render them. */ -}}

{{- define "passant.selector" -}}
{ "app.kubernetes.io/name": "passant", "app.kubernetes.io/instance": {{ printf "%q" .Release.Name }} }
{{- end -}}

{{- define "passant.labels" -}}
{ "app.kubernetes.io/name": "passant", "app.kubernetes.io/instance": {{ printf "%q" .Release.Name }}, "app.kubernetes.io/version": {{ printf "%q" .Chart.AppVersion }}, "app.kubernetes.io/managed-by": {{ printf "%q" .Release.Service }} }
{{- end -}}

{{- define "passant.image" -}}
{{ printf "%q" (printf "%s:%s" .Values.image.repository (or .Values.image.tag .Chart.AppVersion)) }}
{{- end -}}

{{- define "passant.amounts" -}}
{ {{ range $name, $amount := . }}{{ printf "%q: %q, " $name $amount }}{{ end }}}
{{- end -}}

{{- define "passant.pullSecrets" -}}
[{{ range $index, $name := .Values.image.pullSecrets }}{{ if $index }}, {{ end }}{ "name": {{ printf "%q" $name }} }{{ end }}]
{{- end -}}

{{- /* Settings of a container, ten columns deep. */ -}}
{{- define "passant.env" }}
          env:
            - name: PASSANT_PUBLIC_URL
              value: {{ printf "%q" .Values.publicUrl }}
            - name: DATABASE_URL
              valueFrom: { secretKeyRef: { name: {{ printf "%q" .Values.secretName }}, key: database-url } }
            - name: PASSANT_MASTER_KEY
              valueFrom: { secretKeyRef: { name: {{ printf "%q" .Values.secretName }}, key: master-key } }
            - name: PASSANT_MASTER_KEY_PREVIOUS
              valueFrom: { secretKeyRef: { name: {{ printf "%q" .Values.secretName }}, key: master-key-previous, optional: true } }
            - name: PASSANT_MASTER_TOKEN_SHA256
              valueFrom: { secretKeyRef: { name: {{ printf "%q" .Values.secretName }}, key: master-token-sha256 } }
            - name: PASSANT_ADMIN_EMAIL
              valueFrom: { secretKeyRef: { name: {{ printf "%q" .Values.secretName }}, key: admin-email, optional: true } }
            - name: PASSANT_ADMIN_PASSWORD
              valueFrom: { secretKeyRef: { name: {{ printf "%q" .Values.secretName }}, key: admin-password, optional: true } }
            - name: PASSANT_METRICS_TOKEN
              valueFrom: { secretKeyRef: { name: {{ printf "%q" .Values.secretName }}, key: metrics-token, optional: true } }
            - name: PASSANT_LEAVE_SECONDS
              value: "{{ .Values.stopping.leaveSeconds }}"
            - name: PASSANT_DRAIN_SECONDS
              value: "{{ .Values.stopping.drainSeconds }}"
            {{- if .Values.trustedProxies }}
            - name: PASSANT_TRUSTED_PROXIES
              value: "{{ range $index, $proxy := .Values.trustedProxies }}{{ if $index }},{{ end }}{{ $proxy }}{{ end }}"
            {{- end }}
            {{- range $name, $value := .Values.settings }}
            - name: {{ $name }}
              value: {{ printf "%q" $value }}
            {{- end }}
{{- end -}}

{{- /* What a container may do, and where it may write. */ -}}
{{- define "passant.confinement" }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
          volumeMounts:
            - { name: data, mountPath: /data }
{{- end -}}

{{- define "passant.pod" }}
      automountServiceAccountToken: false
      # Kubernetes names services in the environment, PASSANT_PORT among them, and an unknown PASSANT_ name is refused.
      enableServiceLinks: false
      imagePullSecrets: {{ template "passant.pullSecrets" . }}
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000
        runAsGroup: 1000
        fsGroup: 1000
        seccompProfile: { type: RuntimeDefault }
      volumes:
        - { name: data, emptyDir: { sizeLimit: 64Mi } }
      {{- if .Values.nodeSelector }}
      nodeSelector:
        {{- range $name, $value := .Values.nodeSelector }}
        {{ printf "%q" $name }}: {{ printf "%q" $value }}
        {{- end }}
      {{- end }}
      {{- if .Values.tolerations }}
      tolerations:
        {{- range .Values.tolerations }}
        - key: {{ printf "%q" .key }}
          operator: {{ .operator }}
          {{- if index . "value" }}
          value: {{ printf "%q" .value }}
          {{- end }}
          {{- if index . "effect" }}
          effect: {{ .effect }}
          {{- end }}
        {{- end }}
      {{- end }}
{{- end -}}
