Attribute VB_Name = "PmoMac"
'@Folder("PMO")
'@ModuleDescription("What only Excel for Mac understands, in a module of its own so that nobody else compiles it.")
'
' Public procedures: StartWorker.
' Errors: Excel's own, when the script is not in place.
'
Option Explicit
Option Private Module

'@Description("Starts the worker through PmoWorkbook.applescript; its parameter is ignored.")
Public Sub StartWorker()
#If Mac Then
    Dim Said As String
    Said = AppleScriptTask("PmoWorkbook.applescript", "startWorker", "")
#End If
End Sub
